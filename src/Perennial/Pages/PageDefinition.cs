using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Caching;

namespace Perennial.Pages;

/// <summary>One page: an endpoint, what it declares, and what was learnt about it.</summary>
internal sealed class PageDefinition(RouteEndpoint endpoint, PagePolicy policy, CacheKind kind, string? refusal)
{
    private volatile string? _dynamicBecause;
    private volatile bool _hasForm;

    /// <summary>The app's own endpoint.</summary>
    public RouteEndpoint Endpoint { get; } = endpoint;

    public PagePolicy Policy { get; } = policy;

    public CacheKind Kind { get; } = kind;

    /// <summary>Why this page may not be kept although it says so; null when it may.</summary>
    public string? Refusal { get; } = refusal;

    /// <summary>The route pattern with a leading slash, as tags and tables show it.</summary>
    public string Route { get; } = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');

    /// <summary>Why a page that declares nothing turned out to depend on its visitor.</summary>
    public string? DynamicBecause => _dynamicBecause;

    /// <summary>Whether a response of this page held a form that posts to the page itself.</summary>
    public bool HasForm
    {
        get => _hasForm;
        set => _hasForm |= value;
    }

    public bool IsKept => Policy.IsKept && Refusal is null && _dynamicBecause is null;

    /// <summary>What routing selects in place of the app's endpoint for a visitor.</summary>
    public Endpoint? ForVisitor { get; set; }

    /// <summary>What routing selects in place of the app's endpoint for a render without a visitor.</summary>
    public Endpoint? ForRender { get; set; }

    public void LearnDynamic(string because) => _dynamicBecause ??= because;
}
