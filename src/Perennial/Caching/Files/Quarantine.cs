namespace Perennial.Caching.Files;

internal sealed class Quarantine(FolderGuard guard, string folder)
{
    public const int Limit = 20;

    private readonly Lock _lock = new();

    /// <summary>Moves a file away from where it would be read again.</summary>
    public void Take(string path, EntryFault fault)
    {
        lock (_lock)
        {
            guard.Prepare(folder);
            try
            {
                File.Move(path, Path.Join(folder, $"{Path.GetFileNameWithoutExtension(path)}.{fault}"), overwrite: true);
                foreach (var old in new DirectoryInfo(folder).EnumerateFiles()
                    .OrderByDescending(static file => file.LastWriteTimeUtc).Skip(Limit).ToList())
                {
                    DurableFile.TryDelete(old.FullName);
                }
            }
            catch (UnauthorizedAccessException e)
            {
                throw DurableFile.AsIOException(e);
            }
        }
    }
}
