using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd.App;

/// <summary>
/// What every page of this app shows, whatever it is written with: one line, and what a test has told it to do. So that the
/// four kinds of endpoint differ in nothing but their kind.
/// </summary>
public sealed class Garden
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _habits = new(StringComparer.Ordinal);
    private int _renders;

    /// <summary>How often any page was rendered.</summary>
    public int Renders => Volatile.Read(ref _renders);

    /// <summary>Tells what happens when the plant is rendered.</summary>
    public Garden When(string name, Action<HttpContext> habit) => When(name, context =>
    {
        habit(context);
        return Task.CompletedTask;
    });

    /// <summary>Tells what happens when the plant is rendered.</summary>
    public Garden When(string name, Func<HttpContext, Task> habit)
    {
        _habits[name] = habit;
        return this;
    }

    /// <summary>The line of a plant: its name, which render it is, and what the page may know of its request.</summary>
    public async Task<string> GrowAsync(HttpContext context, string name)
    {
        ArgumentNullException.ThrowIfNull(context);
        var render = Interlocked.Increment(ref _renders);
        if (_habits.TryGetValue(name, out var habit))
        {
            await habit(context);
        }

        var request = context.Request;
        return $"[{name} {render} {CultureInfo.CurrentUICulture.Name} {request.Scheme}://{request.Host}{request.PathBase}{request.Path}]";
    }
}
