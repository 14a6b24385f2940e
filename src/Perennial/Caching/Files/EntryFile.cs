namespace Perennial.Caching.Files;

internal static class EntryFile
{
    public static EntryReadResult? Read(string path, EntryKey key, TimeProvider time)
    {
        var bytes = ReadBytes(path);
        return bytes is null ? null : EntryFormat.Read(bytes, key, time.GetUtcNow());
    }

    /// <summary>The version of what stands there, without looking whether it is whole; null: nothing.</summary>
    public static string? ReadVersion(string path) => ReadBytes(path, EntryFormat.HeadLength) is { } head ? EntryFormat.VersionOf(head) : null;

    private static byte[]? ReadBytes(string path, int atMost = int.MaxValue)
    {
        try
        {
            // Share everything: then .NET takes no lock. A rename over the file does not disturb who has it open.
            using var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            var length = Math.Min(RandomAccess.GetLength(file), atMost);
            if (length > Array.MaxLength)
            {
                return [];
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            var filled = 0;
            while (filled < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(filled), filled) is > 0 and var read)
            {
                filled += read;
            }

            return filled == bytes.Length ? bytes : bytes[..filled];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw DurableFile.AsIOException(e);
        }
    }
}
