using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>One page: an endpoint, what it declares, and what was learnt about it.</summary>
/// <remarks>
/// The framework makes new endpoint objects for each router that looks at a data source, so a page is the same page by its
/// <see cref="Id"/>, never by reference.
/// </remarks>
internal sealed class PageDefinition(RouteEndpoint endpoint, string id, PagePolicy policy, CacheKind kind, string? refusal, PageKnowledge knowledge)
{
    /// <summary>The app's own endpoint.</summary>
    public RouteEndpoint Endpoint { get; } = endpoint;

    /// <summary>What tells this page from all others: pattern, order, methods, hosts and name.</summary>
    public string Id { get; } = id;

    public PagePolicy Policy { get; } = policy;

    public CacheKind Kind { get; } = kind;

    /// <summary>Why this page may not be kept although it says so; null when it may.</summary>
    public string? Refusal { get; } = refusal;

    /// <summary>What was learnt, shared by all objects of this page.</summary>
    public PageKnowledge Knowledge { get; } = knowledge;

    /// <summary>The route pattern with a leading slash, as tags and tables show it.</summary>
    public string Route { get; } = RouteOf(endpoint);

    /// <summary>The rewrite by which another server makes this page; null for a page of the app.</summary>
    public ExternalRewrite? Rewrite { get; } = endpoint.Metadata.GetMetadata<ExternalRewrite>();

    /// <summary>Whether all that it shows lies in the image that is deployed. What another server makes never does.</summary>
    public bool ContentIsInImage => Rewrite is null && (Policy.ContentIsInImage ?? SiteIsInImage);

    /// <summary>What the site says of pages that do not say whether their content is in the image.</summary>
    public bool SiteIsInImage { get; init; }

    public bool IsKept => Policy.IsKept && Refusal is null && Knowledge.DynamicBecause is null;

    /// <summary>Whether it is another page's second name; null while nobody has asked.</summary>
    public LinkedName? LinkedName { get; set; }

    /// <summary>What routing selects in place of the app's endpoint for a visitor.</summary>
    public Endpoint? ForVisitor { get; set; }

    /// <summary>What routing selects for a visitor who sees drafts, where that differs.</summary>
    public Endpoint? ForDraft { get; set; }

    /// <summary>What routing selects in place of the app's endpoint for a render without a visitor.</summary>
    public Endpoint? ForRender { get; set; }

    public static string RouteOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.TrimStart('/');

    /// <summary>The id of an endpoint.</summary>
    public static string IdOf(RouteEndpoint endpoint) => string.Join('\n', (string?[])
    [
        endpoint.RoutePattern.RawText,
        endpoint.Order.ToString(CultureInfo.InvariantCulture),
        string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []),
        string.Join(',', endpoint.Metadata.GetMetadata<IHostMetadata>()?.Hosts ?? []),
        endpoint.DisplayName,
    ]);
}
