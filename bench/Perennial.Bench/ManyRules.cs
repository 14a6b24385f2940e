using Perennial.Rules;

namespace Perennial.Bench;

/// <summary>A thousand rules of a site that moved often, none of which concerns the page that is measured; and one that does.</summary>
internal static class ManyRules
{
    public static void Add(RuleOptions rules, bool concernsThePage)
    {
        for (var i = 0; i < 400; i++)
        {
            rules.Redirects.Add($"/old/page-{i}", $"/found/{i}", permanent: true);
        }

        for (var i = 0; i < 200; i++)
        {
            rules.Redirects.Add($"/section-{i}/{{slug}}", $"/found/{{slug}}?section={i}");
            rules.Rewrites.Add($"/go-{i}/{{**path}}", "/found/{path}");
            rules.Headers.Add($"/files-{i}/{{**path}}", "X-Section", $"{i}");
        }

        if (concernsThePage)
        {
            rules.Headers.Add("/{**path}", [new("X-Frame-Options", "DENY"), new("Referrer-Policy", "same-origin")]);
        }
    }
}
