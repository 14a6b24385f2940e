using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>The origins that pages are rendered for. A visitor's Host header chooses among them, and can name no other .</summary>
/// <param name="origins">Those that are known at start, the main one first.</param>
/// <param name="hasTenants">Whether a host policy may know more: who they are, it says in a <see cref="SiteFeature"/>.</param>
internal sealed class Sites(IEnumerable<string?> origins, bool hasTenants = false)
{
    private static readonly Uri Nowhere = new("http://localhost");

    private readonly Uri[] _all = [.. origins
        .Where(static origin => !string.IsNullOrWhiteSpace(origin)).Select(static origin => new Uri(origin!, UriKind.Absolute)).DefaultIfEmpty(Nowhere)];

    /// <summary>The origin of renders that nobody asked for.</summary>
    public Uri Main => _all[0];

    /// <summary>The origins that are known at start.</summary>
    public IReadOnlyList<Uri> All => _all;

    /// <summary>All of them as text.</summary>
    public IReadOnlyList<string> Origins => [.. All.Select(static site => site.GetLeftPart(UriPartial.Authority))];

    /// <summary>A site's host as a browser would send it: HostString's own conversion adds ":443", and with it to every absolute link.</summary>
    public static HostString HostOf(Uri site) => site.IsDefaultPort ? new(site.IdnHost) : new(site.IdnHost, site.Port);

    /// <summary>The number of an origin that is known at start; -1 for a tenant's.</summary>
    public int IndexOf(Uri site) => ReferenceEquals(site, Main) ? 0 : Array.IndexOf(_all, site);

    /// <summary>The site that a request means; the main one for any unknown host.</summary>
    public Uri Of(HttpRequest request) => Tenant(request) ?? _all[Math.Max(0, Find(request.Host))];

    /// <summary>The site that a request means, when it is another than the main one.</summary>
    public Uri? OtherThanMain(HttpRequest request) =>
        Tenant(request) is { } tenant ? (tenant == Main ? null : tenant)
        : _all.Length > 1 && Find(request.Host) is > 0 and var number ? _all[number]
        : null;

    /// <summary>Whether a host is one of those that are known at start.</summary>
    public bool Knows(HostString host) => Find(host) >= 0;

    private Uri? Tenant(HttpRequest request) => hasTenants ? request.HttpContext.Features.Get<SiteFeature>()?.Site : null;

    private int Find(HostString host)
    {
        // With one site there is nothing to choose, on the path of every hit.
        if (_all.Length < 2 && !hasTenants)
        {
            return 0;
        }

        for (var i = 0; i < _all.Length; i++)
        {
            if ((_all[i].IdnHost.Equals(host.Host, StringComparison.OrdinalIgnoreCase) || _all[i].Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase))
                && (host.Port ?? _all[i].Port) == _all[i].Port)
            {
                return i;
            }
        }

        return -1;
    }
}
