using System.Text;

namespace Perennial.Caching.Files;

/// <summary>
/// Which code has kept entries in a cache folder. Other code that would read them (new binaries without a new build) begins
/// a new epoch first: then what the old code made is shown once more at the most.
/// </summary>
/// <remarks>
/// The file <c>code</c> has a line for each id that keys were made with, the last used first: the id, a space, the mark. One
/// that makes no sense may hide what it said, so it begins an epoch as well.
/// </remarks>
internal static class CodeHistory
{
    /// <summary>Ids of earlier deployments that are remembered; what older ones kept has long been evicted.</summary>
    private const int Limit = 100;

    /// <returns>Whether an epoch began.</returns>
    /// <exception cref="IOException">The note could not be read or written: the folder cannot be used.</exception>
    /// <exception cref="PerennialException">PER2110: the epoch could not begin.</exception>
    public static async Task<bool> ApplyAsync(CacheFolder folder, ITagLedger ledger, CodeVersion code, CancellationToken cancellationToken)
    {
        var notes = await Task.Run(() => Read(folder.CodeFile), cancellationToken);
        var isOther = notes is null || (Find(notes, code.KeyId) is { } mark && mark != code.Mark);
        if (isOther)
        {
            await ledger.BeginEpochAsync(ledger.Position.Epoch, cancellationToken);
        }

        if (notes is not [var last, ..] || last != code)
        {
            // After the epoch: a crash in between begins one more, the other order would begin none.
            await Task.Run(() => Write(folder, [code, .. (notes ?? []).Where(note => note.KeyId != code.KeyId).Take(Limit - 1)]), cancellationToken);
        }

        return isOther;
    }

    public static IReadOnlyList<CodeVersion>? Parse(string text)
    {
        var notes = new List<CodeVersion>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [{ Length: > 0 } key, { Length: > 0 } mark])
            {
                return null;
            }

            notes.Add(new(key, mark));
        }

        // The last line break is written last: without it the last line may be cut.
        return text.Length is 0 || text[^1] is not '\n' ? null : notes;
    }

    private static string? Find(IReadOnlyList<CodeVersion> notes, string keyId) =>
        notes.FirstOrDefault(note => note.KeyId == keyId)?.Mark;

    private static IReadOnlyList<CodeVersion>? Read(string path) => File.Exists(path) ? Parse(Text(path)) : [];

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw DurableFile.AsIOException(e);
        }
    }

    private static void Write(CacheFolder folder, IEnumerable<CodeVersion> notes)
    {
        var temporary = folder.CodeFile + DurableFile.TemporaryExtension;
        DurableFile.TryDelete(temporary);
        DurableFile.Write(
            folder.CodeFile, Encoding.UTF8.GetBytes(string.Concat(notes.Select(static note => $"{note.KeyId} {note.Mark}\n"))), temporary);
    }
}

/// <param name="KeyId">What the keys of its entries are made with: only code that has the same could read them.</param>
/// <param name="Mark">A text that is the same for the same code, and for code that its build id declares to be the same.</param>
internal sealed record CodeVersion(string KeyId, string Mark);
