using Microsoft.Extensions.Primitives;

namespace Perennial.Deployment;

/// <summary>On an endpoint: its page takes assets from another host, so a browser does well to connect to it at once.</summary>
internal sealed class AssetOrigin(string origin)
{
    // Two connections, because a browser does not share one between requests with credentials (styles, pictures) and
    // without (modules, fonts).
    public StringValues Link { get; } = $"<{origin}>; rel=preconnect, <{origin}>; rel=preconnect; crossorigin";
}
