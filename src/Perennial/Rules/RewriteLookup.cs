using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Http;

namespace Perennial.Rules;

internal sealed class RewriteLookup(RuleTable table) : IRewriteLookup
{
    public RewriteTarget? Find(string path, QueryString query, Endpoint? endpoint)
    {
        var full = PathText.Canonical(table.BasePath + path);
        var isOpen = endpoint is null or RouteEndpoint { RoutePattern.Parameters.Count: > 0 };
        return First(full, query, static bucket => bucket.BeforeFiles, endpoint)
            ?? (isOpen ? First(full, query, static bucket => bucket.AfterFiles, endpoint) : null)
            ?? (endpoint is null ? First(full, query, static bucket => bucket.Fallback, endpoint) : null);
    }

    private RewriteTarget? First(string path, QueryString query, Func<RuleBucket, CompiledRewrite[]> phase, Endpoint? endpoint)
    {
        CompiledRewrite? first = null;
        RuleValues? values = null;
        for (var bucket = table.Find(path); bucket is not null; bucket = bucket.Parent)
        {
            foreach (var rule in phase(bucket))
            {
                // A page that some visitors do not get is a page all the same.
                if ((first is null || rule.Order < first.Order) && (endpoint is null || !rule.IsConditional)
                    && rule.Source.TryMatch(path, out var taken))
                {
                    (first, values) = (rule, taken);
                }
            }
        }

        return first is null ? null
            : first.Destination.Origin is null ? new(first.Destination.Path(values) ?? first.Destination.Text, External: null)
            : first.Destination.Target(values, query, keepsSlash: false) is { } target ? new(target.OriginalString, new(first.External!, target))
            : null;
    }
}
