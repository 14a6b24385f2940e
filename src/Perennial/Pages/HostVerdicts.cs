using System.Collections.Concurrent;

namespace Perennial.Pages;

/// <summary>
/// What was said of hosts. Two shelves, because anybody can name hosts that are none: a flood of those must not make the
/// tenants forgotten.
/// </summary>
internal sealed class HostVerdicts(int limit)
{
    private readonly ConcurrentDictionary<string, HostVerdict> _sites = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HostVerdict> _others = new(StringComparer.Ordinal);

    public HostVerdict? Find(string host) => _sites.GetValueOrDefault(host) ?? _others.GetValueOrDefault(host);

    public void Keep(string host, HostVerdict verdict)
    {
        var (shelf, other) = verdict.Site is null ? (_others, _sites) : (_sites, _others);
        if (!shelf.ContainsKey(host) && shelf.Count >= limit)
        {
            Forget(shelf);
        }

        shelf[host] = verdict;
        other.TryRemove(host, out _);
    }

    // A quarter at once: in the order of their age each look-up would cost more than it saves.
    private void Forget(ConcurrentDictionary<string, HostVerdict> shelf)
    {
        foreach (var (host, _) in shelf.OrderBy(static pair => pair.Value.At).Take(limit / 4).ToList())
        {
            shelf.TryRemove(host, out _);
        }
    }
}
