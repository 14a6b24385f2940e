using Perennial.Rules;

namespace Twin.Rules;

/// <summary>The redirects, rewrites and headers of the Next app's configuration.</summary>
internal static class TwinRules
{
    /// <summary>Nobody listens there.</summary>
    private const string DeadOrigin = "http://127.0.0.1:4999";

    public static void Add(RuleOptions rules, string origin)
    {
        AddRedirects(rules.Redirects);
        AddRewrites(rules.Rewrites, origin.TrimEnd('/'));
        rules.Headers.Add("/p/{**path}", "X-Cfg", "pages");
        rules.Headers.Add("/a/static", "Cache-Control", "public, max-age=7");
        rules.Headers.Add("/p/isr-true", "Cache-Control", "public, max-age=7");
        rules.Headers.Add("/photo.png", "Cache-Control", "public, max-age=123");

        // Where Next has /_next/static: what has its hash in its name.
        rules.Headers.Add(@"/_perennial/{file:regex(^perennial\..*)}", [new("Cache-Control", "no-store"), new("x-st", "1")]);
        rules.Headers.Add("/blog/{slug}", "x-blog", "{slug}-{pg}", has: [RuleCondition.Query("pg", @"(?<pg>\d+)")]);
    }

    private static void AddRedirects(RedirectRules redirects)
    {
        redirects.Add("/old", "/a/static", permanent: true);
        redirects.Add("/old-temp", "/a/static");
        redirects.Add("/old-301", "/a/static", statusCode: 301);
        redirects.Add("/old-ext", "https://example.com/x");
        redirects.Add("/old-slug/{slug}", "/a/post/{slug}");
        redirects.Add("/old-q", "/a/search?fixed=1");
        redirects.Add(@"/old-re/{id:regex(^\d{{1,}}$)}", "/a/search?id={id}");
        redirects.Add("/old-has", "/a/search?u={u}", has: [RuleCondition.Cookie("auth", "(?<u>.*)")]);
        redirects.Add("/old-missing", "/a/static", missing: [RuleCondition.Header("x-skip")]);
        redirects.Add("/old-host", "/a/static", has: [RuleCondition.Host(@"other\.test")]);
        redirects.Add("/old-many/{**path}", "/a/search/{path}");
    }

    private static void AddRewrites(RewriteRules rewrites, string origin)
    {
        rewrites.Add("/rw-before", "/a/static", RewritePhase.BeforeFiles);
        rewrites.Add("/a/client", "/a/static", RewritePhase.BeforeFiles, has: [RuleCondition.Query("ov")]);
        rewrites.Add("/rw/{slug}", "/a/post/{slug}");
        rewrites.Add("/rw-q/{x}", "/a/search?x={x}");
        rewrites.Add("/rw-isr", "/p/isr");
        rewrites.Add("/rw-ext/{**path}", origin + "/{path}");
        rewrites.Add("/rw-dead", DeadOrigin + "/x");
        rewrites.Add("/fb/{**path}", origin + "/count/{path}", RewritePhase.Fallback);
    }
}
