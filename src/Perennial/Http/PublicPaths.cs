using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>How the site's own paths look from outside: what they lie below, and how those of pages end.</summary>
/// <param name="basePath">The base path of the rules, decoded, without a slash at its end; empty for none.</param>
/// <param name="slash">How the paths of pages end.</param>
/// <param name="app">The base path that the app takes off by itself. Asked each time: services are made before it is known.</param>
internal sealed class PublicPaths(string basePath, TrailingSlash slash, AppPathBase app)
{
    /// <summary>The base of the site: what every page that nobody has asked for is made below.</summary>
    public string BasePath => basePath.Length > 0 ? basePath : app.Path;

    /// <summary>
    /// Whether pages below a request's base may be kept: the site's own, or none at all. Any other is somebody's word (a
    /// header of a proxy, a second <c>UsePathBase</c>), and each spelling of it would be one more of every page.
    /// </summary>
    public bool Knows(PathString pathBase) => !pathBase.HasValue || pathBase.Value == BasePath;

    public string Of(string canonical) => slash is TrailingSlash.Add && WantsSlash(canonical) ? canonical + "/" : canonical;

    public string For(string canonical, string asked) => slash is TrailingSlash.Leave && asked is [.., '/'] && canonical is not "/"
        ? canonical + "/"
        : Of(canonical);

    // "/feed.xml/" would be a folder of that name.
    private static bool WantsSlash(string path) => path is not "/" && !path.AsSpan(path.LastIndexOf('/')).Contains('.');
}
