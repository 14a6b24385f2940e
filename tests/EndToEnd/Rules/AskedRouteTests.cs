using Microsoft.AspNetCore.Builder;

#pragma warning disable ASP0022 // Two routes for one address are what these tests are about.
namespace Perennial.EndToEnd.Rules;

/// <summary>What would answer is asked under another method, another path or another host. Where routing throws, the request is what it was.</summary>
public sealed class AskedRouteTests
{
    [Theory]
    [InlineData("HEAD", "/twice/x")]
    [InlineData("POST", "/twice/x")]
    [InlineData("GET", "/twice//x")]
    [InlineData("HEAD", "/twice//x")]
    [InlineData("GET", "/late//twice/x")]
    [InlineData("GET", "/old")]
    [InlineData("HEAD", "/old-host")]
    public async Task An_error_page_gets_the_request_that_came(string method, string path)
    {
        string? told = null;
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/twice/{one}", static (string one) => one);
                app.MapGet("/twice/{other}", static (string other) => other);
                app.MapGet("/late/twice/{one}", static (string one) => one);
                app.MapGet("/late/twice/{other}", static (string other) => other);
            },
            use: app =>
            {
                app.Use(async (context, next) =>
                {
                    var host = context.Request.Host;
                    try
                    {
                        await next(context);
                    }
                    catch (Exception error) when (error.GetType().Name is "AmbiguousMatchException")
                    {
                        told = $"{context.Request.Method} {context.Request.Path} {context.Request.Host == host}";
                        context.Response.StatusCode = 500;
                    }
                });
                app.UsePerennial();
            },
            options: static options =>
            {
                options.SiteUrl = new("https://main.test");
                options.Rules.Redirects.Add("/old", "/twice/x");
                options.Rules.Redirects.Add("/old-host", "https://main.test/twice/x");
                options.Rules.Rewrites.Add("/late/{**rest}", "/elsewhere");
            });

        using var answer = await site.SendAsync(new(method), path);

        Assert.Equal($"{method} {path} True", told);
    }
}
