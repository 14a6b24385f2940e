using System.Buffers;

namespace Perennial.Deployment;

internal sealed record AssetPrefix(string Value, string? Origin)
{
    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/");

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
