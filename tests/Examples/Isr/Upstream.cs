using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Perennial.Examples.Isr;

/// <summary>The blog's content system, on a port of its own: it can change, and it can fail.</summary>
public sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Upstream()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/blog", () => Posts.Values);
        _app.MapGet("/blog/{id:int}", (int id) =>
        {
            Asked++;
            return IsDown ? Results.StatusCode(StatusCodes.Status500InternalServerError)
                : Posts.TryGetValue(id, out var post) ? Results.Ok(post)
                : Results.NotFound();
        });
    }

    public ConcurrentDictionary<int, Post> Posts { get; } = new([new(1, new(1, "First", "Hello.")), new(2, new(2, "Second", "Hello again."))]);

    public bool IsDown { get; set; }

    public int Asked { get; private set; }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Upstream> StartAsync()
    {
        var upstream = new Upstream();
        await upstream._app.StartAsync(TestContext.Current.CancellationToken);
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
