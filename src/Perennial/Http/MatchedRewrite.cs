namespace Perennial.Http;

/// <summary>
/// A feature of a request that a rewrite sends to another origin. Only with it the rewrite's endpoint can be routed to, and
/// then no other can.
/// </summary>
/// <param name="Rewrite">The rewrite.</param>
/// <param name="Destination">The whole URL to ask, query included.</param>
internal sealed record MatchedRewrite(ExternalRewrite Rewrite, Uri Destination);
