using Microsoft.Extensions.Configuration;

namespace Perennial.Deployment;

/// <summary>The key that all instances of a site may share, whatever build they serve: <c>PERENNIAL_ENCRYPTION_KEY</c>.</summary>
internal static class EncryptionKey
{
    public const string Name = "PERENNIAL_ENCRYPTION_KEY";

    /// <summary>The lengths of an AES key.</summary>
    private static readonly int[] Lengths = [16, 24, 32];

    public static byte[]? In(IConfiguration configuration) => Parse(configuration[Name]);

    /// <returns>The key, or null when the text is none. The text is a secret: do not repeat it.</returns>
    public static byte[]? Parse(string? text)
    {
        var bytes = new byte[Lengths[^1] + 1];
        return text is { Length: <= 64 } && Convert.TryFromBase64String(text, bytes, out var length) && Lengths.Contains(length)
            ? bytes[..length]
            : null;
    }
}
