using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perennial.Parity.Sites;

/// <summary>
/// Where a site's pages have their data from. It counts how often each key is asked for, which is the number of renders,
/// and can be told to be slow, to fail, or to turn a page into something else. Each site has one of its own.
/// </summary>
internal sealed class DataSource : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Mood> _moods = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private DataSource(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public static async Task<DataSource> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var source = new DataSource(builder.Build());
        source._app.MapGet("/data/{key}", source.AnswerAsync);
        await source._app.StartAsync(cancellationToken);
        return source;
    }

    /// <summary>How often <paramref name="key"/> was asked for. Keys are compared as the wire spells them, decoded once.</summary>
    public int Count(string key) => _counts.GetValueOrDefault(key);

    /// <summary>What the next questions for <paramref name="key"/> meet.</summary>
    public void Set(string key, Mood mood) => _moods[key] = mood;

    public void Calm(string key) => _moods.TryRemove(key, out _);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(string key, CancellationToken cancellationToken)
    {
        var n = _counts.AddOrUpdate(key, 1, static (_, count) => count + 1);
        var mood = _moods.GetValueOrDefault(key) ?? Mood.Calm;
        await Task.Delay(mood.Delay, TimeProvider.System, cancellationToken);
        return mood.Fails
            ? Results.Json(new { error = "boom", n }, statusCode: StatusCodes.Status500InternalServerError)
            : Results.Json(new { key, n, at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), kind = mood.Kind });
    }
}
