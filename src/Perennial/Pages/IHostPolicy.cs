namespace Perennial.Pages;

/// <summary>
/// Says which hosts are sites of this app where they are not known when it starts: tenants. Each has entries, addresses,
/// pictures and drafts of its own, under <c>SiteUrl</c>'s scheme and port; for any other host a request counts as <c>SiteUrl</c>.
/// </summary>
/// <remarks>
/// Asked about a host once a minute at the most, never about <c>SiteUrl</c> and <c>OtherSiteUrls</c>, and not in the way of a
/// visitor once a host is known. Made from the services of a scope of its own, unless the app registered it otherwise.
/// </remarks>
public interface IHostPolicy
{
    /// <summary>Whether a host is a site of this app.</summary>
    /// <param name="host">A name in lower case, as the browser sends it (punycode), without a port: <c>roses.example.com</c>.</param>
    /// <param name="cancellationToken">After 5 seconds nobody waits any more. A new host is answered 503 then, a known one stays.</param>
    ValueTask<bool> IsSiteAsync(string host, CancellationToken cancellationToken);
}
