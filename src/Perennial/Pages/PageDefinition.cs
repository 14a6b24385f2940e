using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Caching;
using Perennial.Http;
using Perennial.Pages.Recording;

namespace Perennial.Pages;

/// <summary>One page: an endpoint, what it declares, and what was learnt about it.</summary>
/// <remarks>
/// The framework makes new endpoint objects for each router that looks at a data source, so a page is the same page by its
/// <see cref="Id"/>, never by reference.
/// </remarks>
internal sealed class PageDefinition(RouteEndpoint endpoint, string id, PagePolicy policy, CacheKind kind, string? refusal, PageObservations observations)
{
    public RouteEndpoint Endpoint { get; } = endpoint;
    public string Id { get; } = id;

    public PagePolicy Policy { get; } = policy;

    public CacheKind Kind { get; } = kind;

    /// <summary>Why this page may not be kept although it says so; null when it may.</summary>
    public string? Refusal { get; } = refusal;
    public PageObservations Observations { get; } = observations;
    public string Route { get; } = RouteOf(endpoint);
    public ExternalRewrite? Rewrite { get; } = endpoint.Metadata.GetMetadata<ExternalRewrite>();

    // An upstream's content never lies in the image.
    public bool ContentIsInImage => Rewrite is null && (Policy.ContentIsInImage ?? SiteIsInImage);

    public bool SiteIsInImage { get; init; }

    /// <summary>What the policy allows, unless something forbids it or a render has found that the page needs its visitor.</summary>
    public bool IsKept => Policy.IsKept && Refusal is null && Observations.DynamicBecause is null;

    // Null while nobody has asked.
    public PageAlias? Alias { get; set; }

    public Endpoint? ForVisitor { get; set; }
    public Endpoint? ForDraft { get; set; }
    public Endpoint? ForRender { get; set; }

    public static string RouteOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.TrimStart('/');

    public static string IdOf(RouteEndpoint endpoint) => string.Join('\n', (string?[])
    [
        endpoint.RoutePattern.RawText,
        endpoint.Order.ToString(CultureInfo.InvariantCulture),
        string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []),
        string.Join(',', endpoint.Metadata.GetMetadata<IHostMetadata>()?.Hosts ?? []),
        endpoint.DisplayName,
    ]);
}

internal sealed class PageObservations
{
    // Names that a page makes up would fill the memory.
    private const int MostReads = 200;

    private readonly ConcurrentDictionary<string, bool> _readsOfApp = new(StringComparer.Ordinal);
    private volatile string? _dynamicBecause;
    private volatile bool _hasForm;
    private volatile bool _streams;

    public string? DynamicBecause => _dynamicBecause;

    /// <summary>Whether a response of this page held a form that posts to the page itself. Once seen, always assumed.</summary>
    public bool HasForm => _hasForm;

    /// <summary>Whether one of its components renders in a stream, so that a render must wait for all of them. Once seen, always assumed.</summary>
    public bool Streams => _streams;

    /// <summary>The culture in which it was rendered last, where its key has none.</summary>
    public string? Culture { get; set; }

    public void LearnForm() => _hasForm = true;

    public void LearnStreams() => _streams = true;

    public void LearnDynamic(string because) => _dynamicBecause ??= because;

    /// <summary>
    /// Who reads, by what the stack says now and what was seen before: what the app's own code did so often that it was compiled
    /// into a method of the framework's looks like the framework's read. Once seen, always assumed.
    /// </summary>
    public ReadBy Judge(ReadBy seen, string what)
    {
        if (seen is ReadBy.App && _readsOfApp.Count < MostReads)
        {
            _readsOfApp.TryAdd(what, true);
        }

        return seen is ReadBy.Framework && (_readsOfApp.ContainsKey(what) || _readsOfApp.Count >= MostReads) ? ReadBy.App : seen;
    }
}
