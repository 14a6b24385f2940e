using Perennial.Caching;
using Perennial.Deployment;
using Perennial.Pages;

namespace Perennial.Prerendering;

internal sealed record BuildReport(
    string BuildId, BuildOrigin Origin, string Folder, IReadOnlyList<RouteResult> Routes, TimeSpan Elapsed)
{
    public IReadOnlyList<PageAddress> Unanswered { get; init; } = [];
    public IReadOnlyList<(string Header, IReadOnlyList<string> Routes)> DroppedHeaders { get; init; } = [];

    public IEnumerable<PathResult> Paths => Routes.SelectMany(static route => route.Paths);
}

internal sealed record RouteResult(PageDefinition Page)
{
    public IReadOnlyList<PathResult> Paths { get; init; } = [];

    /// <summary>Why it is rendered for each request although it declares nothing.</summary>
    public string? DynamicBecause { get; init; }

    public bool IsDynamic => !Page.Policy.IsKept || DynamicBecause is not null;

    public PageSymbol Symbol =>
        IsDynamic ? PageSymbol.Dynamic
        : Page.Policy.IsTimed ? PageSymbol.Incremental
        : Page.Policy.StaticPaths is not null || NeedsValues ? PageSymbol.StaticPaths
        : PageSymbol.Static;

    public bool NeedsValues => Page is { Policy.StaticPaths: null, Endpoint.RoutePattern.Parameters.Count: > 0 } && Paths.Count == 0;
}

internal sealed record PathResult(PageAddress Address, TimeSpan Elapsed)
{
    public string? Entry { get; init; }

    public int Status { get; init; }

    public long Size { get; init; }

    public long? Brotli { get; init; }

    public Lifetime Lifetime { get; init; }

    public IReadOnlyList<CacheTag> Tags { get; init; } = [];
    public string? Warning { get; init; }
    public string? DynamicBecause { get; init; }
    public PerennialException? Error { get; init; }
}

internal sealed record BuildOrigin(string RunId, string Code, bool HasGivenId, LedgerPosition? Position)
{
    /// <summary>What is written into each entry.</summary>
    public EntryOrigin Entries(string keyId) => new(BuildCode.MarkOf(HasGivenId, Code), keyId);
}
