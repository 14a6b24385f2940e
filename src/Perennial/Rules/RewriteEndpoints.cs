using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// The endpoints of all rewrites to other origins, so that whatever looks at endpoints (pages, renders, the build's route
/// table) finds them without knowing what a rewrite is.
/// </summary>
internal sealed class RewriteEndpoints(Lazy<RuleTable> table, Lazy<IRewriteForwarder> forwarder) : EndpointDataSource
{
    private IReadOnlyList<Endpoint>? _endpoints;

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints ??= [.. table.Value.ExternalRewrites.Select(Make)];

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    private Endpoint Make(CompiledRewrite rewrite)
    {
        var builder = new RouteEndpointBuilder(
            context => forwarder.Value.ForwardAsync(context, RequestState.Find(context)!.MatchedRewrite!.Destination),
            Pattern(rewrite),
            order: 0)
        {
            DisplayName = $"Rewrite {rewrite.Rule.Source} => {rewrite.Destination.Text}",
        };
        builder.Metadata.Add(rewrite.External!);
        rewrite.Rule.Apply(builder);
        return builder.Build();
    }

    // The table has judged the constraints; routing would run their regular expressions once more, with backtracking.
    private static RoutePattern Pattern(CompiledRewrite rewrite) => RoutePatternFactory.Pattern(
        rewrite.Rule.Source,
        rewrite.Source.Pattern.PathSegments.Skip(rewrite.BaseSegments)
            .Select(static segment => RoutePatternFactory.Segment(segment.Parts.Select(Unconstrained))));

    private static RoutePatternPart Unconstrained(RoutePatternPart part) => part is RoutePatternParameterPart parameter
        ? RoutePatternFactory.ParameterPart(parameter.Name, parameter.Default, parameter.ParameterKind)
        : part;
}
