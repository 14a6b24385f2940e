namespace Perennial.Caching.Files;

/// <summary>
/// Keeps writes inside one folder. The folder may vanish while the process runs (then it is made again), or be replaced
/// by a link (then nothing is written until that is undone).
/// </summary>
/// <remarks>
/// Looking and writing are two steps, so a link put there in between is followed once. Accepted: this guards against a
/// mistake of an operator. Who can write into the folder with intent owns the kept pages anyway.
/// </remarks>
internal sealed class FolderGuard
{
    private readonly string[] _above;

    /// <param name="root">A folder that exists. Links on the way to it are resolved now: they are how it was configured.</param>
    public FolderGuard(string root)
    {
        Root = Resolve(Path.GetFullPath(root));
        _above = [.. Ancestors(Root), Root];
    }

    public string Root { get; }

    public void Prepare(string folder)
    {
        foreach (var part in _above.Concat(Below(folder)))
        {
            var attributes = new DirectoryInfo(part).Attributes;
            if (attributes == (FileAttributes)(-1))
            {
                Create(folder);
                return;
            }

            if (attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                throw new IOException($"'{part}' was replaced by a link while the app ran; nothing is written through it.");
            }
        }
    }

    /// <summary>Makes a folder and those above it, so that they are still there after a power loss.</summary>
    public static void Create(string folder)
    {
        try
        {
            var missing = Ancestors(folder).Append(folder).Where(static part => !Directory.Exists(part)).ToList();
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            foreach (var part in missing)
            {
                if (OperatingSystem.IsLinux())
                {
                    NativeFile.FlushDirectory(Path.GetDirectoryName(part)!);
                }
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw DurableFile.AsIOException(e);
        }
    }

    private IEnumerable<string> Below(string folder)
    {
        var path = Root;
        foreach (var part in Path.GetRelativePath(Root, folder).Split(Path.DirectorySeparatorChar))
        {
            if (part is not ".")
            {
                yield return path = Path.Join(path, part);
            }
        }
    }

    private static IEnumerable<string> Ancestors(string path) =>
        Path.GetDirectoryName(path) is { } parent ? Ancestors(parent).Append(parent) : [];

    private static string Resolve(string path)
    {
        var resolved = Path.GetPathRoot(path)!;
        foreach (var part in path[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            resolved = Path.Join(resolved, part);
            resolved = Directory.ResolveLinkTarget(resolved, returnFinalTarget: true) is { } target
                ? Resolve(target.FullName)
                : resolved;
        }

        return resolved;
    }
}
