using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Matrix;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

/// <summary>What was judged in front for one endpoint is judged of no other, wherever a rule, the proxy or middleware leads.</summary>
public sealed class EarlyAuthorizationTests
{
    public static TheoryData<string> Ways => ["a rule", "the proxy", "middleware in front"];

    [Theory, MemberData(nameof(Ways))]
    [Trait("Proves", "S-10")]
    public async Task A_form_that_wants_a_token_does_not_run_because_another_endpoint_wanted_none(string way)
    {
        var runs = 0;
        await using var site = await StartAsync(
            way,
            app =>
            {
                app.MapPost("/plain", static () => "plain");
                app.MapPost("/guarded", ([FromForm] string a) => $"{Interlocked.Increment(ref runs)} {a}");
            },
            static app => app.UseAntiforgery(),
            static app => app.UseAuthentication());

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(site, "/guarded"));
        Assert.NotEqual(HttpStatusCode.OK, await PostAsync(site, "/plain?do=1"));

        Assert.Equal(0, runs);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(site, "/plain"));
    }

    [Theory, MemberData(nameof(Ways))]
    [Trait("Proves", "S-10")]
    public async Task A_page_for_members_does_not_run_because_another_was_for_everybody(string way)
    {
        var runs = 0;
        await using var site = await StartAsync(
            way,
            app =>
            {
                app.MapGet("/plain", static () => "plain").Revalidate(60);
                app.MapGet("/guarded", () => $"{Interlocked.Increment(ref runs)}").RequireAuthorization();
            },
            static app => app.UseAuthorization(),
            static app => app.UseAuthentication().UseAuthorization());

        foreach (var path in new[] { "/guarded", "/plain?do=1" })
        {
            using var read = await site.GetAsync(path);
            using var head = await site.SendAsync(HttpMethod.Head, path);
            Assert.Equal(HttpStatusCode.Redirect, read.StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, head.StatusCode);
        }

        Assert.Equal(0, runs);
        Assert.Equal("plain", await site.TextAsync("/plain"));
    }

    private static async Task<HttpStatusCode> PostAsync(TestSite site, string path)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("a", "1")]);
        using var response = await site.SendAsync(HttpMethod.Post, path, request => request.Content = form);
        return response.StatusCode;
    }

    private static Task<TestSite> StartAsync(string way, Action<WebApplication> map, Action<WebApplication> judge, Action<WebApplication> behind) =>
        TestSite.StartAsync(
            map,
            use: app =>
            {
                app.UseRouting();
                judge(app);
                app.Use((context, next) =>
                {
                    if (way is "middleware in front" && context.Request.Query.ContainsKey("do"))
                    {
                        context.Request.Path = "/guarded";
                    }

                    return next(context);
                });
                app.UsePerennial();
                behind(app);
            },
            options: options =>
            {
                if (way is "a rule")
                {
                    options.Rules.Rewrites.Add("/plain", "/guarded", RewritePhase.BeforeFiles, has: [RuleCondition.Query("do")]);
                }
            },
            perennial: static builder => builder.AddProxy<Scripted>(),
            services: builder =>
            {
                builder.Services.AddAntiforgery();
                HeaderUser.Add(builder);
                builder.Services.AddSingleton(new Scripted((context, _) => new(
                    way is "the proxy" && context.HttpContext.Request.Query.ContainsKey("do") ? ProxyResult.Rewrite("/guarded") : ProxyResult.Continue)));
            });
}
