using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Site.Storage;

namespace Site.Editing;

/// <summary>The one password that the editors share. Enough for a demonstration; a real site has accounts.</summary>
public sealed class EditorPassword(IOptions<SiteOptions> options)
{
    private readonly byte[] _digest = Digest(options.Value.EditorPassword);

    /// <summary>The password, while it is the one that everybody knows.</summary>
    public string? Hint { get; } =
        options.Value.EditorPassword == SiteOptions.DemoPassword ? SiteOptions.DemoPassword : null;

    // Digests have one length, so that the time of the comparison tells nothing about the password's.
    public bool Is(string? attempt) => CryptographicOperations.FixedTimeEquals(Digest(attempt ?? ""), _digest);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
