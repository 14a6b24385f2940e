using System.Collections.Concurrent;
using Perennial.Http;

namespace Perennial.Pages.Front;

/// <summary>
/// What was said of hosts. Two shelves, because anybody can name hosts that are none: a flood of those must not make the
/// tenants forgotten.
/// </summary>
internal sealed class HostPolicyCache(int limit)
{
    private readonly ConcurrentDictionary<string, HostPolicyResult> _sites = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HostPolicyResult> _others = new(StringComparer.Ordinal);

    public HostPolicyResult? Find(string host) => _sites.GetValueOrDefault(host) ?? _others.GetValueOrDefault(host);

    public void Keep(string host, HostPolicyResult verdict)
    {
        var (shelf, other) = verdict.Site is null ? (_others, _sites) : (_sites, _others);
        if (!shelf.ContainsKey(host) && shelf.Count >= limit)
        {
            Forget(shelf);
        }

        shelf[host] = verdict;
        other.TryRemove(host, out _);
    }

    // A quarter is evicted at once: keeping exact order would cost each look-up more than it saves.
    private void Forget(ConcurrentDictionary<string, HostPolicyResult> shelf)
    {
        foreach (var (host, _) in shelf.OrderBy(static pair => pair.Value.At).Take(limit / 4).ToList())
        {
            shelf.TryRemove(host, out _);
        }
    }
}

internal sealed record HostPolicyResult(SiteFeature? Site, long At);
