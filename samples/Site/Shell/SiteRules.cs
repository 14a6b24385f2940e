namespace Site.Shell;

/// <summary>What holds for addresses and not for pages. More of it can stand in the configuration: <c>Perennial:Rules</c>.</summary>
internal static class SiteRules
{
    // Two scripts, both files: Perennial's, with the rules that it writes for getting a page ahead of a click, and the sowing
    // calendar's. A picture's preview and its place are attributes of its own element, which no attacker writes.
    private const string Policy =
        "default-src 'none'; script-src 'self' 'inline-speculation-rules'; connect-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Add(RuleOptions rules)
    {
        // Kept pages get them, too, and a change of them needs no new render.
        rules.Headers.Add("/{**path}",
        [
            new("Content-Security-Policy", Policy),
            new("X-Content-Type-Options", "nosniff"),
            new("Referrer-Policy", "strict-origin-when-cross-origin"),
            new("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ]);

        // Articles stood below their sections once.
        rules.Redirects.Add("/magazine/{section}/{slug}", "/articles/{slug}", permanent: true);

        // What readers of feeds, browsers and password managers ask for unasked.
        rules.Redirects.Add("/feed", "/feed.xml", permanent: true);
        rules.Redirects.Add("/rss.xml", "/feed.xml", permanent: true);
        rules.Redirects.Add("/favicon.ico", "/favicon.svg", permanent: true);
        rules.Redirects.Add("/.well-known/change-password", "/editor/login");
    }
}
