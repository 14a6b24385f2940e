using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Knows which paths are answered by another, for whoever names a path without a request.</summary>
internal interface IRewriteLookup
{
    /// <summary>The rewrite that answers a path, or null. Conditions are not asked: nobody sent a request.</summary>
    /// <param name="path">A decoded path below the base path.</param>
    /// <param name="query">The query.</param>
    /// <param name="endpoint">What routing would answer it with; null for nothing.</param>
    RewriteNote? Find(string path, QueryString query, Endpoint? endpoint);
}
