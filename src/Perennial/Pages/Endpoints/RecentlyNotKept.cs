using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Perennial.Caching;

namespace Perennial.Pages.Endpoints;

/// <summary>
/// Remembers for a minute which addresses of a declared page turned out to need their visitor, so that each visit does not
/// cost two renders. Small, and emptied whole when full: forgetting costs one render.
/// </summary>
internal sealed class RecentlyNotKept(TimeProvider time, ILogger<RecentlyNotKept> logger)
{
    private const int Limit = 1000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<EntryKey, long> _since = new();

    public void Learn(PageAddress address, EntryKey key, string because)
    {
        var page = address.Page;
        if (page.Policy.Mode is PageMode.Auto)
        {
            page.Observations.LearnDynamic(because);
            Log.LearntDynamic(logger, page.Route, because);
            return;
        }

        Add(key);
        Log.NotKept(logger, page.Route, because);
    }

    public bool IsKnown(EntryKey key)
    {
        if (!_since.TryGetValue(key, out var since))
        {
            return false;
        }

        if (time.GetElapsedTime(since) < Remembered)
        {
            return true;
        }

        _since.TryRemove(key, out _);
        return false;
    }

    private void Add(EntryKey key)
    {
        if (_since.Count >= Limit)
        {
            _since.Clear();
        }

        _since[key] = time.GetTimestamp();
    }
}
