using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>The origins that pages are rendered for. A visitor's Host header chooses among them, and can name no other .</summary>
internal sealed class Sites(IEnumerable<string?> origins)
{
    private static readonly Uri Nowhere = new("http://localhost");

    private readonly Uri[] _all = [.. origins
        .Where(static origin => !string.IsNullOrWhiteSpace(origin)).Select(static origin => new Uri(origin!, UriKind.Absolute))];

    /// <summary>The origin of renders that nobody asked for.</summary>
    public Uri Main => _all.Length > 0 ? _all[0] : Nowhere;

    public IReadOnlyList<Uri> All => _all.Length > 0 ? _all : [Main];

    /// <summary>A site's host as a browser would send it: HostString's own conversion adds ":443", and with it to every absolute link.</summary>
    public static HostString HostOf(Uri site) => site.IsDefaultPort ? new(site.IdnHost) : new(site.IdnHost, site.Port);

    /// <summary>The number of one of our origins.</summary>
    public int IndexOf(Uri site) => Math.Max(0, Array.IndexOf(_all, site));

    /// <summary>The site that a request means, when it is another than the main one.</summary>
    public Uri? OtherThanMain(HttpRequest request) => IndexOf(request) is > 0 and var number ? _all[number] : null;

    /// <summary>The number of the site that a request means; 0, the main one, for any unknown host.</summary>
    public int IndexOf(HttpRequest request)
    {
        if (_all.Length < 2)
        {
            return 0;
        }

        var host = request.Host;
        for (var i = 1; i < _all.Length; i++)
        {
            if (_all[i].Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase) && (host.Port ?? _all[i].Port) == _all[i].Port)
            {
                return i;
            }
        }

        return 0;
    }
}
