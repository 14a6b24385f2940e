using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.After;

namespace Perennial.EndToEnd.After;

/// <summary>Work after the response: where it may be registered, when it runs, and what becomes of it.</summary>
public sealed class AfterResponseTests
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _done = [];
    private int _renders;

    [Fact]
    [Trait("Proves", "F-64")]
    public async Task The_response_does_not_wait_for_it()
    {
        await using var site = await TestSite.StartAsync(app => app.MapPost("/order", (IAfterResponse after) =>
        {
            Assert.True(after.Run(async (_, _) =>
            {
                await _go.Task;
                _ = Note("mail");
            }));
            return "thanks";
        }));

        using var response = await site.SendAsync(HttpMethod.Post, "/order");
        Assert.Equal("thanks", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(_done);

        _go.SetResult();
        await DoneAsync("mail");
    }

    [Fact]
    public async Task It_begins_when_the_response_is_complete()
    {
        var written = false;
        var wasWritten = false;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/stream", async (HttpContext context, IAfterResponse after) =>
        {
            after.Run((_, _) =>
            {
                wasWritten = Volatile.Read(ref written);
                _ = Note("after");
                return Task.CompletedTask;
            });
            await context.Response.WriteAsync("first ");
            await context.Response.Body.FlushAsync();
            await _go.Task;
            await context.Response.WriteAsync("last");
            Volatile.Write(ref written, true);
        }));

        var visit = site.TextAsync("/stream");
        await Eventually.IsTrueAsync(() => Task.FromResult(!visit.IsCompleted));
        Assert.Empty(_done);
        _go.SetResult();

        Assert.Equal("first last", await visit);
        await DoneAsync("after");
        Assert.True(wasWritten);
    }

    [Theory]
    [InlineData("/fails", 500)]
    [InlineData("/leaves", 302)]
    [InlineData("/missing", 404)]
    public async Task It_runs_whatever_the_response_was(string path, int status)
    {
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.MapGet("/fails", IResult (IAfterResponse after) =>
                {
                    Register(after);
                    throw new InvalidOperationException("the frost came early");
                });
                app.MapGet("/leaves", (IAfterResponse after) =>
                {
                    Register(after);
                    return Results.Redirect("/");
                });
                app.MapGet("/missing", (IAfterResponse after) =>
                {
                    Register(after);
                    return Results.NotFound();
                });
            });

        using var response = await site.GetAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        await DoneAsync("after");

        void Register(IAfterResponse after) => after.Run((_, _) => Note("after"));
    }

    [Fact]
    public async Task It_has_services_of_its_own_and_they_are_disposed_of_behind_it()
    {
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/", (IAfterResponse after, Tool tool) =>
            {
                _ = Note("request");
                after.Run<Tool>((own, _) => Note(ReferenceEquals(own, tool) ? "the request's" : own.IsDisposed ? "too late" : "own"));
                after.Run((services, _) =>
                {
                    services.GetRequiredService<Tool>().WhenDisposed = () => Note("disposed");
                    return Task.CompletedTask;
                });
                return "";
            }),
            static builder => builder.Services.AddScoped<Tool>());

        await site.TextAsync("/");

        await DoneAsync("request", "own", "disposed");
    }

    [Fact]
    public async Task Work_may_register_more_work()
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/", (IAfterResponse after) =>
        {
            after.Run((services, _) =>
            {
                services.GetRequiredService<IAfterResponse>().Run((_, _) => Note("second"));
                return Note("first");
            });
            return "";
        }));

        await site.TextAsync("/");

        await DoneAsync("first", "second");
    }

    [Fact]
    public async Task A_kept_page_does_it_once_for_each_render_and_never_for_a_visit()
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", (IAfterResponse after) =>
        {
            var render = Interlocked.Increment(ref _renders).ToString(CultureInfo.InvariantCulture);
            after.Run((_, _) => Note("after render " + render));
            return "page " + render;
        }).Revalidate(60));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("page 1", await site.TextAsync("/page"));
        }

        await DoneAsync("after render 1");

        // Behind a stale page, where no visitor waits at all.
        site.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("page 1", await site.TextAsync("/page"));
        await DoneAsync("after render 1", "after render 2");
    }

    [Fact]
    public async Task Outside_of_a_request_it_begins_at_once()
    {
        await using var site = await TestSite.StartAsync(static _ => { });

        Assert.True(site.Services.GetRequiredService<IAfterResponse>().Run((_, _) => Note("worker")));

        await DoneAsync("worker");
    }

    [Fact]
    public async Task It_may_invalidate_what_the_request_changed()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/page", () => $"page {Interlocked.Increment(ref _renders)}").Prerender(tags: ["posts"]);
            app.MapPost("/save", (IAfterResponse after) =>
            {
                after.Run<IRevalidator>((revalidator, stop) => revalidator.ExpireAsync("posts", stop));
                return Results.NoContent();
            });
        });
        Assert.Equal("page 1", await site.TextAsync("/page"));

        using var saved = await site.SendAsync(HttpMethod.Post, "/save");

        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") == "page 2");
    }

    private Task Note(string what)
    {
        lock (_done)
        {
            _done.Add(what);
        }

        return Task.CompletedTask;
    }

    private async Task DoneAsync(params string[] expected)
    {
        await Eventually.IsTrueAsync(() => Task.FromResult(Done().Count >= expected.Length));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Done().Order(StringComparer.Ordinal));
    }

    private List<string> Done()
    {
        lock (_done)
        {
            return [.. _done];
        }
    }

    private sealed class Tool : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public Func<Task>? WhenDisposed { get; set; }

        public void Dispose()
        {
            IsDisposed = true;
            _ = WhenDisposed?.Invoke();
        }
    }
}
