using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>The origins that pages are rendered for. A visitor's Host header chooses among them, and can name no other.</summary>
internal sealed class Sites(IEnumerable<string?> origins, bool hasTenants = false)
{
    private static readonly Uri Nowhere = new("http://localhost");

    private readonly Uri[] _all = [.. origins
        .Where(static origin => !string.IsNullOrWhiteSpace(origin)).Select(static origin => new Uri(origin!, UriKind.Absolute)).DefaultIfEmpty(Nowhere)];

    public Uri Main => _all[0];

    public IReadOnlyList<Uri> All => _all;

    public IReadOnlyList<string> Origins => [.. All.Select(static site => site.GetLeftPart(UriPartial.Authority))];

    /// <summary>A site's host as a browser would send it: HostString's own conversion adds ":443", and with it to every absolute link.</summary>
    public static HostString HostOf(Uri site) => site.IsDefaultPort ? new(site.IdnHost) : new(site.IdnHost, site.Port);

    public int IndexOf(Uri site) => ReferenceEquals(site, Main) ? 0 : Array.IndexOf(_all, site);

    public Uri Of(HttpRequest request) => Tenant(request) ?? _all[Math.Max(0, Find(request.Host))];

    public Uri? OtherThanMain(HttpRequest request) =>
        Tenant(request) is { } tenant ? (tenant == Main ? null : tenant)
        : _all.Length > 1 && Find(request.Host) is > 0 and var number ? _all[number]
        : null;

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
