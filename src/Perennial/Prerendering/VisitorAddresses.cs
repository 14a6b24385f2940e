using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Perennial.Http;
using Perennial.Pages;
using Perennial.Pages.Endpoints;
using Perennial.Pages.Rendering;

namespace Perennial.Prerendering;

/// <summary>
/// Turns listed paths into what visitors of them are looked up as: one for each site and, where localization runs, for each
/// supported culture. It asks the app itself, by requests through its whole pipeline that stop before the page; a table of
/// our own would build pages that no visitor ever gets.
/// </summary>
internal sealed class VisitorAddresses(
    NullServer server, Sites sites, PublicPaths paths, IOptions<RequestLocalizationOptions> localization, ILogger<VisitorAddresses> logger)
{
    // A body that something in front of the page writes is of no interest, and of no length that matters.
    private const int MaxBodySize = 1 << 20;

    private readonly List<PageAddress> _unanswered = [];
    private IReadOnlyList<string?>? _cultures;

    /// <summary>What was asked for and never reached its page: visitors of it may be looked up as something else.</summary>
    public IReadOnlyList<PageAddress> Unanswered => _unanswered;

    public async Task<IReadOnlyList<PageAddress>> ExpandAsync(IReadOnlyList<PageAddress> listed, CancellationToken cancellationToken)
    {
        var all = new List<PageAddress>();
        foreach (var address in listed.SelectMany(address => sites.All.Select(site => address with { Site = site })))
        {
            _cultures ??= await CulturesAsync(address, cancellationToken);
            all.AddRange(await AsVisitedAsync(address, _cultures, cancellationToken));
        }

        return all;
    }

    private async Task<IReadOnlyList<PageAddress>> AsVisitedAsync(
        PageAddress address, IReadOnlyList<string?> cultures, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, PageAddress>(StringComparer.Ordinal);
        foreach (var culture in cultures)
        {
            // Where the path itself says the culture, each request is told the same.
            if (await AskAsync(address, culture, cancellationToken) is { Address: { } visited } && visited.Page.Id == address.Page.Id)
            {
                found.TryAdd(visited.Culture ?? "", address with { Culture = visited.Culture });
            }
        }

        if (found.Count > 0)
        {
            return [.. found.Values];
        }

        if (address.Page is { Policy.StaticPaths: null, Endpoint.RoutePattern.Parameters.Count: > 0 })
        {
            // The path was only implied, and something else answers there.
            return [];
        }

        _unanswered.Add(address);
        return [address];
    }

    /// <summary>The supported cultures; null alone, for a request without a wish, when no localization runs.</summary>
    private async Task<IReadOnlyList<string?>> CulturesAsync(PageAddress address, CancellationToken cancellationToken)
    {
        if (await AskAsync(address, culture: null, cancellationToken) is not { Address.Culture: { } standard })
        {
            return [null];
        }

        // The default culture was nobody's choice. When it is asked for, a provider chooses it, which knows the others.
        var name = standard.Split('|')[^1];
        var options = (await AskAsync(address, name, cancellationToken)).Localization ?? localization.Value;
        return [.. Names(options.SupportedUICultures).Concat(Names(options.SupportedCultures)).Prepend(name).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static IEnumerable<string> Names(IList<CultureInfo>? cultures) =>
        cultures?.Select(static culture => culture.Name).Where(static name => name.Length > 0) ?? [];

    private async Task<AddressProbe> AskAsync(PageAddress address, string? culture, CancellationToken cancellationToken)
    {
        var probe = new AddressProbe();
        using var response = new SyntheticResponse(MaxBodySize, cancellationToken);
        var query = address.QueryString();
        var features = SyntheticRequest.Create(
            address.Site, "", address.PathBase + paths.Of(address.Path), query.Value ?? "", "text/html,application/xhtml+xml,*/*;q=0.8", response);
        features.Set(new PageRequestState { Probe = probe });
        if (culture is not null)
        {
            var headers = features.GetRequiredFeature<IHttpRequestFeature>().Headers;
            headers.AcceptLanguage = culture;
            headers.Cookie = new CookieHeaderValue(
                CookieRequestCultureProvider.DefaultCookieName,
                Uri.EscapeDataString(CookieRequestCultureProvider.MakeCookieValue(new(culture)))).ToString();
        }

        try
        {
            await server.ProcessAsync(features);
            await response.FinishAsync();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The page's own render will meet the same error, and report it with its place.
            Log.NotAsked(logger, address.Path, error);
        }
        finally
        {
            await response.EndAsync(logger);
        }

        return probe;
    }
}
