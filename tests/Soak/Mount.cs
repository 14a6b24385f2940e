using System.Diagnostics;
using System.Runtime.InteropServices;
using Perennial.Tests.Caching.Files;

namespace Perennial.Soak;

/// <summary>A file system of our own: small, read-only on demand, or one that loses its power.</summary>
internal sealed partial class Mount : IDisposable
{
    private const ulong Shutdown = 0x8004587D; // FS_IOC_SHUTDOWN
    private const int CloseOnExec = 0x80000; // O_CLOEXEC: a worker that is started meanwhile must not hold the file system
    private const uint WithoutFlush = 2; // FS_SHUTDOWN_FLAGS_NOLOGFLUSH: the journal stays as it is on the disk

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _arguments;

    private Mount(params string[] arguments)
    {
        _arguments = arguments;
        Directory.CreateDirectory(Path);
        Attach();
    }

    public string Path => _folder.At("mounted");

    public static Mount Memory(int kilobytes, int inodes) => new("-t", "tmpfs", "-o", $"size={kilobytes}k,nr_inodes={inodes}", "none");

    /// <summary>A file system in a file, made by <c>mkfs</c> with the given options.</summary>
    public static Mount Disk(string image, int megabytes, string mkfs, params string[] options)
    {
        using (var file = File.Create(image))
        {
            file.SetLength(megabytes * 1024L * 1024);
        }

        Run(mkfs, [.. options, image]);
        return new("-o", "loop", image);
    }

    /// <summary>Another file system over this one, until it is disposed of.</summary>
    public IDisposable Cover(string options)
    {
        Run("mount", "-t", "tmpfs", "-o", options, "none", Path);
        return new Covering(this);
    }

    public void SetReadOnly(bool value) => Run("mount", ["-o", value ? "remount,ro" : "remount,rw", Path]);

    /// <summary>What was not flushed is lost; every further call on this file system fails.</summary>
    public void LosePower()
    {
        var descriptor = Open(Path, CloseOnExec);
        var flags = WithoutFlush;
        var result = IoControl(descriptor, Shutdown, ref flags);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        Assert.True(result is 0, $"FS_IOC_SHUTDOWN: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Mounts again, as a start of the machine does.</summary>
    public void Restart()
    {
        Detach();
        Attach();
    }

    public void Dispose()
    {
        Detach();
        _folder.Dispose();
    }

    private static void Run(string program, params string[] arguments) =>
        Assert.True(TryRun(program, arguments, out var error), $"{program} {string.Join(' ', arguments)}: {error}");

    private static bool TryRun(string program, string[] arguments, out string error)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode is 0;
    }

    private void Attach() => Run("mount", [.. _arguments, Path]);

    // A process that was just killed lets go of its files a moment after it is gone.
    private void Detach()
    {
        var error = "";
        Assert.True(SpinWait.SpinUntil(() => TryRun("umount", [Path], out error), TimeSpan.FromSeconds(10)), error);
    }

    private sealed class Covering(Mount covered) : IDisposable
    {
        public void Dispose() => covered.Detach();
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(int descriptor, ulong request, ref uint argument);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
