using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Rules;
using Perennial.Telemetry;

namespace Perennial.EndToEnd.Telemetry;

/// <summary>Which errors the app's monitoring is told of: each once, with its place.</summary>
public sealed class RequestErrorTests
{
    private readonly MonitorNotes _notes = new();
    private readonly TaskCompletionSource _release = new();
    private int _renders;
    private bool _fails;

    [Fact]
    public async Task A_kept_page_that_fails_for_a_crowd_is_one_error()
    {
        _fails = true;
        await using var site = await StartAsync();

        var crowd = Enumerable.Range(0, 10).Select(_ => site.GetAsync("/kept/rose?token=secret")).ToList();
        await Eventually.IsTrueAsync(() => Task.FromResult(_renders == 1));
        _release.SetResult();
        await Task.WhenAll(crowd);

        var renders = _renders;
        Assert.All(await _notes.WaitAsync(renders), told =>
        {
            Assert.Equal("no data", told.Error.Message);
            Assert.Equal(new("GET", "/kept/rose"), told.Request);
            Assert.Equal(new("/kept/{name}", RequestErrorKind.Endpoint, RequestErrorReason.Miss, IsKept: true), told.Context);
        });
    }

    [Theory]
    [InlineData("/dynamic", "GET", "/dynamic")]
    [InlineData("/api/7?token=secret", "POST", "/api/{id}")]
    public async Task An_error_that_a_visitor_meets_is_told_once(string path, string method, string route)
    {
        await using var site = await StartAsync();

        using var response = await site.SendAsync(new(method), path);

        var told = Assert.Single(await _notes.WaitAsync(1));
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(new(method, path.Split('?')[0]), told.Request);
        Assert.Equal(new(route, RequestErrorKind.Endpoint, RequestErrorReason.Request, IsKept: false), told.Context);
    }

    [Fact]
    public async Task Middleware_that_fails_has_no_route()
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync("/broken-middleware");

        Assert.Equal(new(null, RequestErrorKind.Middleware, RequestErrorReason.Request, IsKept: false), (await _notes.WaitAsync(1))[0].Context);
    }

    [Fact]
    public async Task A_proxy_that_fails_has_no_route_either()
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync("/broken-proxy?token=secret");

        var told = Assert.Single(await _notes.WaitAsync(1));
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(new("GET", "/broken-proxy"), told.Request);
        Assert.Equal(new(null, RequestErrorKind.Proxy, RequestErrorReason.Request, IsKept: false), told.Context);
    }

    [Theory]
    [InlineData("/dynamic", RequestErrorReason.Request)]
    [InlineData("/kept/rose", RequestErrorReason.Miss)]
    public async Task An_exception_handler_after_Perennial_hides_nothing(string path, RequestErrorReason reason)
    {
        _fails = true;
        _release.SetResult();
        await using var site = await StartAsync(handlerInside: true);

        using var response = await site.GetAsync(path);

        var told = Assert.Single(await _notes.WaitAsync(1));
        Assert.Equal(("no data", path, reason), (told.Error.Message, told.Request.Path, told.Context.Reason));
    }

    [Fact]
    public async Task A_refresh_that_fails_is_told_although_its_visitor_got_the_old_page()
    {
        _release.SetResult();
        await using var site = await StartAsync();
        Assert.Equal("page 1", await site.TextAsync("/kept/rose"));
        _fails = true;
        site.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("page 1", await site.TextAsync("/kept/rose"));

        Assert.Equal(
            new("/kept/{name}", RequestErrorKind.Endpoint, RequestErrorReason.Refresh, IsKept: true), (await _notes.WaitAsync(1))[0].Context);
    }

    [Fact]
    public async Task A_regeneration_that_fails_is_told_besides_its_caller()
    {
        _release.SetResult();
        _fails = true;
        await using var site = await StartAsync();

        await Assert.ThrowsAsync<PerennialException>(() => site.Revalidator.RegenerateAsync("/kept/rose", TestContext.Current.CancellationToken));

        Assert.Equal(RequestErrorReason.Regenerate, (await _notes.WaitAsync(1))[0].Context.Reason);
    }

    [Fact]
    public async Task A_monitor_that_hangs_or_throws_costs_no_visitor_anything()
    {
        await using var site = await StartAsync();
        _notes.OnError = static _ => throw new InvalidOperationException("no collector");
        using var first = await site.GetAsync("/dynamic");
        await _notes.WaitAsync(1);
        _notes.OnError = _ => _release.Task;

        for (var i = 0; i < RequestErrors.Limit + 10; i++)
        {
            using var response = await site.GetAsync("/dynamic");
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }

        Assert.Equal("fine", await site.TextAsync("/fine"));
        await _notes.WaitAsync(1 + RequestErrors.Limit);
        _release.SetResult();
    }

    [Fact]
    public async Task A_visitor_who_sends_no_request_is_no_error()
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync("/bad");
        using var after = await site.GetAsync("/dynamic");

        Assert.Equal("/dynamic", Assert.Single(await _notes.WaitAsync(1)).Context.Route);
    }

    private Task<TestSite> StartAsync(bool handlerInside = false) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/kept/{name}", async () =>
            {
                var number = Interlocked.Increment(ref _renders);
                await _release.Task;
                return _fails ? throw new InvalidOperationException("no data") : $"page {number}";
            }).Revalidate(60);
            app.MapGet("/dynamic", string () => throw new InvalidOperationException("no data")).DynamicPage();
            app.MapGet("/bad", string () => throw new BadHttpRequestException("no request"));
            app.MapPost("/api/{id}", string (int id) => throw new InvalidOperationException("no data"));
            app.MapGet("/fine", () => "fine");
        },
        builder => builder.Services.AddSingleton(_notes),
        use: app =>
        {
            if (!handlerInside)
            {
                app.UseExceptionHandler(static error => error.Run(static context => context.Response.WriteAsync("sorry")));
            }

            app.UsePerennial();
            if (handlerInside)
            {
                app.UseExceptionHandler(static error => error.Run(static context => context.Response.WriteAsync("sorry")));
            }

            app.Use(static (context, next) => context.Request.Path == "/broken-middleware"
                ? throw new InvalidOperationException("no data")
                : next(context));
        },
        perennial: static perennial => perennial
            .AddInstrumentation<Monitor>()
            .AddProxy<BrokenProxy>(static matchers => matchers.Add("/broken-proxy")));

    private sealed class BrokenProxy : IProxy
    {
        public ValueTask<ProxyResult> RunAsync(ProxyContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no data");
    }
}
