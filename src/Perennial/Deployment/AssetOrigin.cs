using Microsoft.Extensions.Primitives;

namespace Perennial.Deployment;

/// <summary>On an endpoint: its page takes assets from another host, so a browser does well to connect to it at once.</summary>
internal sealed class AssetOrigin(string origin)
{
    /// <summary>
    /// Two connections: styles and pictures come with the visitor's credentials, modules and fonts without, and a browser
    /// does not share one between the two.
    /// </summary>
    public StringValues Link { get; } = $"<{origin}>; rel=preconnect, <{origin}>; rel=preconnect; crossorigin";
}
