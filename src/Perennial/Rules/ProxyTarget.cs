using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

internal sealed record ProxyTarget(string? Path, QueryString Query, Uri? Origin, string Location)
{
    public bool IsPath => Location.StartsWith('/');

    public string At(string spelled, PathString pathBase)
    {
        var end = Location.AsSpan().IndexOfAny('?', '#');
        return PathText.Encode(pathBase.HasValue && spelled is "/" ? pathBase.Value! : pathBase.Value + spelled) + (end < 0 ? "" : Location[end..]);
    }

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
