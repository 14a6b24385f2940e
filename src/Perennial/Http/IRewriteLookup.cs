using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

internal interface IRewriteLookup
{
    RewriteTarget? Find(string path, QueryString query, Endpoint? endpoint);
}

internal sealed record RewriteTarget(string Destination, MatchedRewrite? External);
