using Perennial.Pages;

namespace Perennial.Prerendering;

/// <summary>What came of one route.</summary>
internal sealed record RouteResult(PageDefinition Page)
{
    /// <summary>Its paths in the order of the provider.</summary>
    public IReadOnlyList<PathResult> Paths { get; init; } = [];

    /// <summary>Why it is rendered for each request although it declares nothing.</summary>
    public string? DynamicBecause { get; init; }

    public bool IsDynamic => !Page.Policy.IsKept || DynamicBecause is not null;

    public PageSymbol Symbol =>
        IsDynamic ? PageSymbol.Dynamic
        : Page.Policy.IsTimed ? PageSymbol.Incremental
        : Page.Policy.StaticPaths is not null || NeedsValues ? PageSymbol.StaticPaths
        : PageSymbol.Static;

    /// <summary>Whether it has no path until somebody gives values for its parameters, and nobody lists any.</summary>
    public bool NeedsValues => Page is { Policy.StaticPaths: null, Endpoint.RoutePattern.Parameters.Count: > 0 } && Paths.Count == 0;
}
