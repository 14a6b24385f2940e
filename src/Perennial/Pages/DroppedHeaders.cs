using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Perennial.Pages;

/// <summary>Which headers pages set that are not kept with them. Each is told once, so that nobody looks for it in vain.</summary>
internal sealed class DroppedHeaders(ILogger<DroppedHeaders> logger)
{
    // Limited: a page that makes up header names would otherwise fill the memory.
    private const int Limit = 200;

    private readonly ConcurrentDictionary<(string Header, string Route), bool> _told = new();

    public IReadOnlyList<(string Header, IReadOnlyList<string> Routes)> All =>
    [
        .. _told.Keys.GroupBy(static item => item.Header, StringComparer.OrdinalIgnoreCase)
            .OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static group => (group.Key, (IReadOnlyList<string>)[.. group.Select(static item => item.Route).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])),
    ];

    public void Note(string route, IReadOnlyList<string> headers)
    {
        foreach (var header in headers)
        {
            if (_told.Count < Limit && _told.TryAdd((header, route), true))
            {
                Log.HeaderLeft(logger, route, header);
            }
        }
    }
}
