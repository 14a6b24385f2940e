namespace Perennial.Http;

/// <summary>The site that a request means, where its host alone does not say so: it is a tenant's, or nobody sent it.</summary>
internal sealed record SiteFeature(Uri Site);
