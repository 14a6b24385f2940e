using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>The one spelling of a name that a request gives for its host.</summary>
internal static class HostName
{
    // RFC 1035 §2.3.4.
    private const int MaxLength = 253;

    /// <summary>
    /// In lower case and without its port; null for what cannot be a tenant's: an address, a name with another port than the
    /// site's, or one that is none. Whoever asks with those must not make entries, nor be asked about.
    /// </summary>
    public static string? Of(HostString host, int port)
    {
        var name = host.Port is { } given && given != port ? "" : host.Host;
        return name.Length is 0 or > MaxLength || !name.All(IsLetter) || Uri.CheckHostName(name) is not UriHostNameType.Dns || name[^1] is '.'
            ? null
            : name.ToLowerInvariant();
    }

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_';
}
