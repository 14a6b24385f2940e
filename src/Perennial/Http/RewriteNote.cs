namespace Perennial.Http;

/// <summary>Where a rewrite leads.</summary>
/// <param name="Destination">The path that answers, or the URL of another origin.</param>
/// <param name="External">The same as a feature, of a rewrite to another origin.</param>
internal sealed record RewriteNote(string Destination, MatchedRewrite? External);
