using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Perennial.Telemetry;

namespace Perennial.EndToEnd.Telemetry;

public sealed class HealthTests
{
    private const string Live = "/_perennial/health/live";
    private const string Ready = "/_perennial/health/ready";

    [Fact]
    public async Task A_server_that_answers_is_live_and_ready_and_nobody_keeps_that()
    {
        await using var site = await StartAsync();

        foreach (var (path, word) in (List<(string, string)>)[(Live, "live"), (Ready, "ready")])
        {
            Assert.Equal((HttpStatusCode.OK, word), await AskAsync(site, path));
        }

        using var head = await site.SendAsync(HttpMethod.Head, Ready);
        Assert.Equal((HttpStatusCode.OK, 5L), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task While_it_drains_it_is_alive_and_not_ready_and_still_serves()
    {
        await using var site = await StartAsync();

        site.Services.GetRequiredService<Readiness>().Drain();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), await AskAsync(site, Ready));
        Assert.Equal((HttpStatusCode.OK, "live"), await AskAsync(site, Live));
        Assert.Equal("page", await site.TextAsync("/page"));
    }

    [Fact]
    public async Task The_apps_own_checks_decide_with_it_when_they_say_ready()
    {
        var (database, statistics) = (HealthStatus.Healthy, HealthStatus.Unhealthy);
        await using var site = await StartAsync(services => services.AddHealthChecks()
            .AddCheck("database", () => new(database), ["ready"])
            .AddCheck("statistics", () => new(statistics)));

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(site, Ready)).Status);
        database = HealthStatus.Degraded;
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(site, Ready)).Status);
        database = HealthStatus.Unhealthy;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), await AskAsync(site, Ready));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(site, Live)).Status);
    }

    [Fact]
    public async Task Readiness_stands_among_the_checks_that_an_app_maps_itself()
    {
        await using var site = await StartAsync(static services => services.AddHealthChecks().AddPerennial());

        Assert.Equal((HttpStatusCode.OK, "Healthy"), ((await AskAsync(site, "/healthz")).Status, (await AskAsync(site, "/healthz")).Text));
        site.Services.GetRequiredService<Readiness>().Drain();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), ((await AskAsync(site, "/healthz")).Status, (await AskAsync(site, "/healthz")).Text));
    }

    [Fact]
    public async Task Probes_need_no_sign_in()
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapPerennialHealth("/probe"),
            static builder => builder.Services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(static _ => false).Build())
                .Services.AddAuthentication().AddCookie(),
            use: static app =>
            {
                app.UsePerennial();
                app.UseAuthentication();
                app.UseAuthorization();
            });

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(site, "/probe/ready")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(TestSite site, string path)
    {
        using var response = await site.GetAsync(path);
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<TestSite> StartAsync(Action<IServiceCollection>? services = null) => TestSite.StartAsync(
        app =>
        {
            app.MapPerennialHealth();
            app.MapGet("/page", static () => "page").Revalidate(60);
            if (app.Services.GetService<HealthCheckService>() is not null)
            {
                app.MapHealthChecks("/healthz");
            }
        },
        builder => services?.Invoke(builder.Services));
}
