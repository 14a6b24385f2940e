using Microsoft.Extensions.Configuration;

namespace Perennial.Deployment.Keys;

/// <summary>
/// The keys as an operator gives them: <c>PERENNIAL_ENCRYPTION_KEY</c>, or Next's name for it. One key, or several with commas
/// between them while they are exchanged: the first one encrypts, all of them decrypt.
/// </summary>
internal static class EncryptionKeyText
{
    public const string Name = "PERENNIAL_ENCRYPTION_KEY";
    public const string Alias = "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY";

    /// <summary>More are no exchange any more.</summary>
    public const int Most = 8;

    /// <summary>The lengths of an AES key.</summary>
    private static readonly int[] Lengths = [16, 24, 32];

    /// <returns>The name under which there is something, and what; null where nothing is set.</returns>
    public static (string Name, string Text)? In(IConfiguration configuration) =>
        configuration[Name] is { Length: > 0 } own ? (Name, own)
        : configuration[Alias] is { Length: > 0 } alias ? (Alias, alias)
        : null;

    /// <returns>The keys, or null when one of them is none. The text is a secret: do not repeat it.</returns>
    public static IReadOnlyList<byte[]>? Parse(string text)
    {
        var texts = text.Split(',', StringSplitOptions.TrimEntries);
        byte[][] keys = [.. texts.Select(ParseOne).OfType<byte[]>()];
        return keys.Length == texts.Length && keys.Length <= Most ? keys : null;
    }

    private static byte[]? ParseOne(string text)
    {
        var bytes = new byte[Lengths[^1] + 1];
        return text.Length <= 64 && Convert.TryFromBase64String(text, bytes, out var length) && Lengths.Contains(length)
            ? bytes[..length]
            : null;
    }
}
