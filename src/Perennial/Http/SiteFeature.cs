namespace Perennial.Http;

// Set where the Host header does not decide: for tenants, and for requests that nobody sent.
internal sealed record SiteFeature(Uri Site);
