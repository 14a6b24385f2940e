using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Metadata of an endpoint that stands for a rewrite to another origin.</summary>
/// <param name="source">The rule's source, as the app wrote it.</param>
/// <param name="isConditional">Whether more than the path decides: then no path belongs to it alone.</param>
/// <param name="resolve">Where a path and a query lead by the source alone; null when the source does not match.</param>
internal sealed class ExternalRewrite(string source, bool isConditional, Func<string, QueryString, Uri?> resolve)
{
    public string Source => source;

    public bool IsConditional => isConditional;

    /// <param name="path">A decoded path below the base path.</param>
    /// <param name="query">The query.</param>
    public MatchedRewrite? Match(string path, QueryString query) => resolve(path, query) is { } destination ? new(this, destination) : null;
}
