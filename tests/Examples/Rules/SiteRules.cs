using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Builder;
using Perennial.Rules;

namespace Perennial.Examples.Rules;

public static class SiteRules
{
    public static PerennialBuilder AddSite(WebApplicationBuilder builder) =>
        builder.AddPerennial(options =>
        {
            // Streamed responses reach the visitor as they are written, also through nginx.
            options.Rules.Headers.Add("/{**path}", "X-Accel-Buffering", "no");

            options.Rules.Redirects.Add("/old-blog/{slug}", "/blog/{slug}", permanent: true);
            options.Rules.Redirects.Add(
                "/account", "/welcome?user={user}", has: [RuleCondition.Cookie("user", "(?<user>[a-z]+)")]);
            options.Rules.Redirects.Add(
                "/{**path}", "https://example.com/{path}", permanent: true, has: [RuleCondition.Host(@"www\.example\.com")]);

            options.Rules.Rewrites.Add("/post-{id:int}", "/blog/{id}");
            options.Rules.Rewrites.Add("/blog/today", "/blog/1", RewritePhase.BeforeFiles);
        });

    public static void AddTenants(PerennialBuilder perennial) =>
        perennial.AddProxy<TenantProxy>(matchers => matchers.Add("/app/{**path}", missing: [RuleCondition.Cookie("preview")]));
}
