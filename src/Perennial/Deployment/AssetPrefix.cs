using System.Buffers;

namespace Perennial.Deployment;

/// <summary>Where browsers find assets.</summary>
/// <param name="Value">What stands in front of an asset's path; ends with a slash.</param>
/// <param name="Origin">The other host, or null when it is a path of this site.</param>
internal sealed record AssetPrefix(string Value, string? Origin)
{
    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/");

    /// <summary>The prefix that a setting means; null when it means none, or is not one.</summary>
    public static AssetPrefix? Parse(string? setting)
    {
        if (string.IsNullOrEmpty(setting))
        {
            return null;
        }

        var value = setting.TrimEnd('/') + '/';
        if (value[0] is '/')
        {
            return IsPath(value) ? new(value, null) : null;
        }

        // Plain http only where nobody else listens in: a page over https could not load it either.
        return Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0 && IsPath(uri.AbsolutePath)
            ? new(uri.GetLeftPart(UriPartial.Path), uri.GetLeftPart(UriPartial.Authority))
            : null;
    }

    // "//host" would be another origin, and dots would lead elsewhere.
    private static bool IsPath(string path) =>
        !path.Contains("//", StringComparison.Ordinal) && !path.AsSpan().ContainsAnyExcept(PathCharacters)
        && !path.Split('/').Any(static segment => segment is "." or "..");
}
