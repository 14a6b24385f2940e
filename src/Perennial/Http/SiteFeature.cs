namespace Perennial.Http;

// Set where the Host header does not decide: for tenants, and for requests that nobody sent. A feature by itself: that of a
// tenant lives as long as it is known, so that a hit of its visitors allocates nothing.
internal sealed record SiteFeature(Uri Site);
