using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Telemetry;

public sealed class SpanTests : IDisposable
{
    // Sources are process-wide, and other tests run beside: only the spans of a route of this test's own count.
    private readonly string _route = "/spans-" + Guid.NewGuid().ToString("N")[..8];
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private bool _fails;

    public SpanTests()
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name is "Perennial" or "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if ((activity.GetTagItem("http.route") as string)?.StartsWith(_route, StringComparison.Ordinal) is true)
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task A_render_that_a_visitor_waits_for_is_a_child_of_the_request()
    {
        await using var site = await StartAsync();

        await site.TextAsync(_route + "/rose");

        var render = await RenderAsync("miss");
        var request = Assert.Single(Requests, static activity => activity.GetTagItem("perennial.cache.result") is "miss");
        Assert.Equal(("render " + _route + "/{name}", ActivityKind.Internal), (render.DisplayName, render.Kind));
        Assert.Equal((request.TraceId, request.SpanId), (render.TraceId, render.ParentSpanId));
        Assert.Equal(("endpoint", "kept"), (render.GetTagItem("perennial.page.kind"), render.GetTagItem("perennial.render.outcome")));
        Assert.Empty(render.Links);
    }

    [Fact]
    public async Task A_refresh_is_a_trace_of_its_own_that_points_at_the_request()
    {
        await using var site = await StartAsync();
        await site.TextAsync(_route + "/rose");
        site.Time.Advance(TimeSpan.FromSeconds(61));

        await site.TextAsync(_route + "/rose");

        var render = await RenderAsync("refresh");
        var request = Assert.Single(Requests, static activity => activity.GetTagItem("perennial.cache.result") is "stale");
        Assert.Equal(default, render.ParentSpanId);
        Assert.NotEqual(request.TraceId, render.TraceId);
        Assert.Equal(request.SpanId, Assert.Single(render.Links).Context.SpanId);
    }

    [Fact]
    public async Task A_hit_gives_the_requests_span_its_route()
    {
        await using var site = await StartAsync();
        await site.TextAsync(_route + "/rose");

        await site.TextAsync(_route + "/rose");

        Assert.Single(Requests, static activity => activity.GetTagItem("perennial.cache.result") is "hit");
    }

    [Fact]
    public async Task A_render_that_fails_says_why_and_its_error_is_told_within_its_trace()
    {
        _fails = true;
        var notes = new MonitorNotes();
        Activity? seen = null;
        notes.OnError = _ =>
        {
            seen = Activity.Current;
            return Task.CompletedTask;
        };
        await using var site = await StartAsync(notes);

        using var response = await site.GetAsync(_route + "/rose");

        var render = await RenderAsync("miss");
        await notes.WaitAsync(1);
        await Eventually.IsTrueAsync(() => Task.FromResult(seen is not null));
        Assert.Equal((ActivityStatusCode.Error, "no data"), (render.Status, render.StatusDescription));
        Assert.Equal(("failed", "System.InvalidOperationException"), (render.GetTagItem("perennial.render.outcome"), render.GetTagItem("error.type")));
        Assert.Contains(render.Events, static happened => happened.Name == "exception");
        Assert.Equal(render.SpanId, seen!.SpanId);
    }

    public void Dispose() => _listener.Dispose();

    private IEnumerable<Activity> Requests => _ended.Where(static activity => activity.Kind is ActivityKind.Server);

    private async Task<Activity> RenderAsync(string reason)
    {
        Activity? render = null;
        await Eventually.IsTrueAsync(() =>
        {
            render = _ended.SingleOrDefault(activity =>
                activity.Kind is ActivityKind.Internal && activity.GetTagItem("perennial.render.reason") as string == reason);
            return Task.FromResult(render is not null && Requests.Any());
        });
        return render!;
    }

    private Task<TestSite> StartAsync(MonitorNotes? notes = null) => TestSite.StartAsync(
        app => app.MapGet(_route + "/{name}", string (string name) =>
            _fails ? throw new InvalidOperationException("no data") : name).Revalidate(60),
        builder => builder.Services.AddSingleton(notes ?? new()),
        perennial: static perennial => perennial.AddInstrumentation<Monitor>());
}
