namespace Perennial.Http;

/// <summary>How the site's own paths look from outside: what they lie below, and how those of pages end.</summary>
/// <param name="basePath">Decoded, without a slash at its end; empty for the root.</param>
/// <param name="slash">How the paths of pages end.</param>
internal sealed class PublicPaths(string basePath, TrailingSlash slash)
{
    public string BasePath => basePath;

    /// <summary>The path of a page as the site itself writes it.</summary>
    /// <param name="canonical">Its canonical path, which never ends with a slash.</param>
    public string Of(string canonical) => slash is TrailingSlash.Add && WantsSlash(canonical) ? canonical + "/" : canonical;

    /// <summary>The path that a visitor of a page is sent to unless he asked for it.</summary>
    /// <param name="canonical">The page's canonical path.</param>
    /// <param name="asked">The path that was asked for.</param>
    public string For(string canonical, string asked) => slash is TrailingSlash.Leave && asked is [.., '/'] && canonical is not "/"
        ? canonical + "/"
        : Of(canonical);

    // "/feed.xml/" would be a folder of that name.
    private static bool WantsSlash(string path) => path is not "/" && !path.AsSpan(path.LastIndexOf('/')).Contains('.');
}
