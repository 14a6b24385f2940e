using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

internal sealed class CompiledRewrite : CompiledRule
{
    public CompiledRewrite(
        int order, SourceTemplate source, CompiledCondition[] has, CompiledCondition[] missing, RewriteRule rule, Destination destination, string basePath)
        : base(order, source, has, missing)
    {
        (Rule, Destination, BaseSegments) = (rule, destination, basePath.Count(static character => character is '/'));
        External = destination.Origin is null
            ? null
            : new(rule.Source, IsConditional, (path, query) =>
                source.TryMatch(PathText.Canonical(basePath + path), out var values)
                    ? destination.Target(values, query, path is [_, .., '/'])
                    : null);
    }

    public RewriteRule Rule { get; }
    public int BaseSegments { get; }

    public Destination Destination { get; }
    public ExternalRewrite? External { get; }

    public MatchedRewrite? To(HttpRequest request, RuleValues? values) =>
        Destination.Target(values, request.QueryString, request.Path.Value is [_, .., '/']) is { } target ? new(External!, target) : null;
}
