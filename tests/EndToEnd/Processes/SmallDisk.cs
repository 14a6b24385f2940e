using System.Diagnostics;

namespace Perennial.EndToEnd.Processes;

/// <summary>A disk that is full, and on which room is made later: a small file system of its own where that may be mounted, else a folder that nobody may write.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-").FullName;
    private readonly bool _isMounted;

    public SmallDisk()
    {
        _isMounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=4m", "none", _folder);
        if (_isMounted)
        {
            using var filler = File.Create(Filler);
            try
            {
                filler.Write(new byte[8 * 1024 * 1024]);
            }
            catch (IOException)
            {
                // That is what was wanted.
            }
        }
        else if (Environment.IsPrivilegedProcess)
        {
            File.WriteAllText(CacheFolder, "in the way, since rights stop nobody here");
        }
        else if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public string CacheFolder => Path.Join(_folder, "cache");

    private string Filler => Path.Join(_folder, "filler");

    public void MakeRoom()
    {
        if (_isMounted)
        {
            File.Delete(Filler);
        }
        else if (File.Exists(CacheFolder))
        {
            File.Delete(CacheFolder);
        }
        else if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose()
    {
        MakeRoom();
        if (_isMounted)
        {
            // A process that has just ended lets go of its files a moment later.
            Assert.True(SpinWait.SpinUntil(() => Run("umount", _folder), TimeSpan.FromSeconds(10)));
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode is 0;
    }
}
