using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>Where a proxy sends a request: a path of the app, or a URL of another origin.</summary>
/// <param name="Path">The decoded path below the base path; null for another origin.</param>
/// <param name="Query">Its query.</param>
/// <param name="Origin">The URL of another origin.</param>
/// <param name="Location">The same as the value of a Location header.</param>
internal sealed record ProxyTarget(string? Path, QueryString Query, Uri? Origin, string Location)
{
    /// <summary>Whether it was named by its path alone.</summary>
    public bool IsPath => Location.StartsWith('/');

    /// <summary>The value of a Location header, with the path in another spelling.</summary>
    /// <param name="spelled">The path below the base path.</param>
    /// <param name="pathBase">The base path.</param>
    public string At(string spelled, PathString pathBase)
    {
        var end = Location.AsSpan().IndexOfAny('?', '#');
        return PathText.Encode(pathBase.HasValue && spelled is "/" ? pathBase.Value! : pathBase.Value + spelled) + (end < 0 ? "" : Location[end..]);
    }

    /// <exception cref="PerennialException">PER1131: neither.</exception>
    public static ProxyTarget Parse(string destination, HttpRequest request)
    {
        // Whoever took it off: the rules' base path is entered by now.
        var basePath = request.PathBase.Value ?? "";
        if (!destination.StartsWith('/') && Uri.TryCreate(destination, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && !RawTarget.HasControl(destination)
            && !destination.Contains('\\', StringComparison.Ordinal))
        {
            // Its own address is no other origin: it would ask itself over the network.
            return url.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase) && url.Scheme == request.Scheme
                ? Itself(url, basePath)
                : new(Path: null, QueryString.Empty, url, PathText.Escaped(new UriBuilder(url) { Host = url.IdnHost }.Uri.AbsoluteUri));
        }

        return PathText.IsLocal(destination)
            ? Local(destination, basePath)
            : throw new PerennialException(
                "PER1131", $"A proxy sends a request to '{Shown(destination)}', which is neither a path of this site nor an http or https URL.");
    }

    private static ProxyTarget Itself(Uri url, string basePath)
    {
        var local = Local(url.PathAndQuery, basePath: "");
        return local with { Path = RequestPath.Below(local.Path!, basePath) ?? local.Path, Location = url.AbsoluteUri };
    }

    private static ProxyTarget Local(string destination, string basePath)
    {
        var withoutFragment = destination.Split('#', 2);
        var parts = withoutFragment[0].Split('?', 2);
        var path = PathString.FromUriComponent(parts[0]).Value!;
        var query = parts.Length > 1 ? new QueryString("?" + parts[1]) : QueryString.Empty;
        var location = (basePath.Length == 0 ? "" : PathText.Encode(basePath)) + PathText.Encode(path)
            + PathText.Escaped(query.ToUriComponent() + (withoutFragment.Length > 1 ? "#" + withoutFragment[1] : ""));
        return new(PathText.Canonical(PathText.WithOneEscape(path)), query, Origin: null, location);
    }

    private static string Shown(string text) => string.Concat(text.Where(static character => !char.IsControl(character)));
}
