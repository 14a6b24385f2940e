using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Visitors;

/// <summary>What runs for every page reads of a visitor too, and is no page: pages are kept beside it.</summary>
public sealed class ForEveryPageTests
{
    private static readonly Dictionary<string, (Action<WebApplicationBuilder> Add, Action<WebApplication> Use)> All = new(StringComparer.Ordinal)
    {
        ["authentication and authorization"] = (HeaderUser.Add, static app => app.UseAuthentication().UseAuthorization()),
        ["authentication that waits"] = (static builder => AddScheme<SlowUser>(builder), static app => app.UseAuthentication().UseAuthorization()),
        ["a cookie scheme"] = (
            static builder =>
            {
                builder.Services.AddAuthentication("cookies").AddCookie("cookies");
                builder.Services.AddAuthorization();
            },
            static app => app.UseAuthentication().UseAuthorization()),
        ["a session"] = (static builder => builder.Services.AddDistributedMemoryCache().AddSession(), static app => app.UseSession()),
        ["response compression"] = (static builder => builder.Services.AddResponseCompression(static options => options.EnableForHttps = true), static app => app.UseResponseCompression()),
        ["response caching"] = (static builder => builder.Services.AddResponseCaching(), static app => app.UseResponseCaching()),
        ["output caching"] = (static builder => builder.Services.AddOutputCache(), static app => app.UseOutputCache()),
        ["cookie policy"] = (
            static builder => builder.Services.Configure<CookiePolicyOptions>(static options => options.CheckConsentNeeded = static _ => true),
            static app => app.UseCookiePolicy()),
        ["CORS"] = (static _ => { }, static app => app.UseCors(static policy => policy.WithOrigins("https://partner.test"))),
        ["HTTP logging"] = (
            static builder => builder.Services.AddHttpLogging(static options => options.LoggingFields = HttpLoggingFields.All),
            static app => app.UseHttpLogging()),
        ["static files"] = (static _ => { }, static app => app.UseStaticFiles()),
        ["web sockets"] = (static _ => { }, static app => app.UseWebSockets()),
        ["forwarded headers"] = (static _ => { }, static app => app.UseForwardedHeaders()),
        ["HSTS"] = (static _ => { }, static app => app.UseHsts()),
        ["localization"] = (static _ => { }, static app => app.UseRequestLocalization("en", "de")),
        ["localization by the app's own rule"] = (
            static _ => { },
            static app => app.UseRequestLocalization(static options =>
            {
                options.AddSupportedCultures("en", "de").AddSupportedUICultures("en", "de");
                options.RequestCultureProviders.Insert(0, new CustomRequestCultureProvider(static context =>
                    Task.FromResult<ProviderCultureResult?>(new(context.Request.Headers["X-Language"].ToString() is { Length: > 0 } name ? name : "en"))));
                options.RequestCultureProviders.Insert(0, new ByCookie());
            })),
        ["status-code pages and an error page"] = (static _ => { }, static app => app.UseStatusCodePagesWithReExecute("/gone").UseExceptionHandler("/error")),
        ["rate limits"] = (
            static builder => builder.Services.AddRateLimiter(static options => options.GlobalLimiter =
                System.Threading.RateLimiting.PartitionedRateLimiter.Create<HttpContext, string>(static context =>
                    System.Threading.RateLimiting.RateLimitPartition.GetNoLimiter(context.Connection.RemoteIpAddress?.ToString() ?? ""))),
            static app => app.UseRateLimiter()),
        ["a log that says who asks"] = (
            static builder => builder.Services.AddHttpContextAccessor().AddSingleton<ILoggerProvider, LogOfVisitors>(),
            static app => app.Use((context, next) =>
            {
                app.Logger.LogInformation("before the page");
                return next(context);
            })),
        ["an authentication state that is revalidated"] = (
            static builder =>
            {
                builder.Services.AddCascadingAuthenticationState();
                builder.Services.AddScoped<AuthenticationStateProvider, Revalidating>();
                HeaderUser.Add(builder);
            },
            static app => app.UseAuthentication().UseAuthorization()),
        ["health checks, request timeouts, decompression"] = (
            static builder => builder.Services.AddRequestTimeouts().AddRequestDecompression().AddHealthChecks(),
            static app => app.UseRequestTimeouts().UseRequestDecompression().UseHealthChecks("/health")),
    };

    public static IEnumerable<TheoryDataRow<string, string>> Rows =>
        from what in All.Keys from kind in GardenSite.Kinds.Select(static row => row.Data) select new TheoryDataRow<string, string>(what, kind);

    [Theory, MemberData(nameof(Rows))]
    public async Task Pages_are_kept_beside_it(string what, string kind)
    {
        using var reasons = new Reasons();
        await using var site = await GardenSite.StartAsync(
            kind,
            app =>
            {
                app.UsePerennial();
                All[what].Use(app);
                app.UseAntiforgery();
            },
            builder =>
            {
                reasons.Add(builder);
                All[what].Add(builder);
            });
        using var activity = new Activity("visit").Start();

        await site.GetAsync("open");
        var answer = await site.GetAsync("open");

        Assert.True(answer.IsHit, $"{answer.CacheStatus} {reasons.Text}");
    }

    private static void AddScheme<THandler>(WebApplicationBuilder builder)
        where THandler : AuthenticationHandler<AuthenticationSchemeOptions>
    {
        builder.Services.AddAuthentication("slow").AddScheme<AuthenticationSchemeOptions, THandler>("slow", configureOptions: null);
        builder.Services.AddAuthorization();
    }

    /// <summary>Behind its first await nobody on the stack tells that it was authentication that asked.</summary>
    private sealed class SlowUser(Microsoft.Extensions.Options.IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            await Task.Yield();
            return Request.Headers["X-User"].ToString() is { Length: > 0 } name
                ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.Name, name)], "slow")), "slow"))
                : AuthenticateResult.NoResult();
        }
    }

    private sealed class ByCookie : RequestCultureProvider
    {
        public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
            Task.FromResult(httpContext.Request.Cookies["language"] is { } name ? new ProviderCultureResult(name) : null);
    }

    private sealed class LogOfVisitors(IHttpContextAccessor accessor) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _ = accessor.HttpContext?.Request.Headers.UserAgent.ToString() + accessor.HttpContext?.User.Identity?.Name;

        public void Dispose()
        {
        }
    }

    // What the templates with accounts bring along.
    private sealed class Revalidating(ILoggerFactory loggerFactory) : RevalidatingServerAuthenticationStateProvider(loggerFactory)
    {
        protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(30);

        protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
            Task.FromResult(authenticationState.User.Identity?.IsAuthenticated is true);
    }
}
