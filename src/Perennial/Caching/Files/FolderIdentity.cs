using System.Security.Cryptography;
using System.Text;

namespace Perennial.Caching.Files;

/// <summary>Where a ledger was written: on which machine, since its start, and beside which file.</summary>
/// <param name="Machine">Host name, boot id and the inode of the lock file, hashed. Two pods of one image differ in it.</param>
/// <param name="Birth">When the witness' file was made, by its file system; 0 where nobody knows. No program can set it, so a copy has another one.</param>
/// <remarks>
/// The machine changes with every start of it, the birth never does: therefore the machine is asked only while no server has
/// opened the ledger, and the birth always. The time of the last change would tell a copy too, but Kubernetes changes the
/// owner of all files whenever it mounts a volume.
/// </remarks>
internal readonly record struct FolderIdentity(Guid Machine, long Birth)
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    public static FolderIdentity Of(string root)
    {
        var (inode, _) = OperatingSystem.IsLinux() ? NativeFile.Origin(CacheFolder.LockIn(root)) : default;
        var (_, birth) = OperatingSystem.IsLinux() ? NativeFile.Origin(CacheFolder.WitnessIn(root)) : default;
        var boot = File.Exists(BootId) ? File.ReadAllText(BootId).Trim() : "";
        var machine = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{boot}\n{inode}"));
        return new(new Guid(machine.AsSpan(0, 16), bigEndian: true), birth);
    }

    public bool IsSameFile(FolderIdentity other) => Birth is 0 || other.Birth is 0 || Birth == other.Birth;
}
