using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Telemetry;

namespace Perennial.Pages;

internal sealed class OpenRevalidator(
    ITagLedger ledger,
    KeptPages pages,
    PageResolver resolver,
    AddressReader addresses,
    PageRoutes routes,
    StaticPathSets paths,
    InvalidationObservers observers,
    PageSignals signals,
    ILogger<OpenRevalidator> logger)
{
    /// <summary>One call is one record of the ledger, and each node compares all of it: more is an attack, or wants a tag of its own.</summary>
    private const int MostTags = 1000;

    public async Task RegenerateAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ThrowInRender("RegenerateAsync");
        var address = await resolver.ResolveAsync(path);
        if (address is not { Page.IsKept: true })
        {
            throw NotKept(path, address?.Page.Observations.DynamicBecause ?? address?.Page.Refusal);
        }

        if (address.Page.Policy.Unlisted is UnlistedPaths.NotFound && !await paths.HasAsync(address, cancellationToken))
        {
            throw NotKept(path, "its static-path provider does not list it, and what is not listed is not found");
        }

        // Durable, and told, like the other verbs: of the languages and base paths that nobody has asked for since the start
        // nobody knows here, a crash may come before the new page is written, and a network in front has the old one.
        cancellationToken.ThrowIfCancellationRequested();
        await StampAndTellAsync([.. CacheTag.Paths(address.Path, address.Name)], InvalidationKind.Revalidate).WaitAsync(cancellationToken);
        foreach (var variant in addresses.Variants(address))
        {
            await RegenerateAsync(path, variant, cancellationToken);
        }

        Log.Regenerated(logger, path);
    }

    private async Task RegenerateAsync(string path, PageAddress address, CancellationToken cancellationToken)
    {
        switch (await pages.RegenerateAsync(address, cancellationToken))
        {
            case RenderOutcome.Failed failed:
                throw new PerennialException("PER2107", $"The page {path} could not be rendered, and the old one stays: {failed.Error.Message}", failed.Error);
            case RenderOutcome.NotKept not:
                throw NotKept(path, not.Reason);
            case RenderOutcome.Refused:
                throw new PerennialException("PER2108", $"The page {path} was not rendered: too many renders wait already. Try again later.");
        }
    }

    public async Task<Invalidation> StampAsync(IEnumerable<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ThrowInRender(kind is InvalidationKind.Expire ? "ExpireAsync" : "RevalidateAsync");
        var named = Counted(tags);
        var spelled = new List<CacheTag>();
        foreach (var tag in named)
        {
            spelled.AddRange(await NormalizeAsync(tag));
        }

        // Who stops waiting (a webhook that hangs up) takes nothing back: what is in force must be told all the same.
        cancellationToken.ThrowIfCancellationRequested();
        var receipt = await StampAndTellAsync(spelled, kind).WaitAsync(cancellationToken);
        signals.Invalidated(kind is InvalidationKind.Expire ? "expire" : "revalidate");
        Log.Invalidated(logger, kind, receipt.Number, TagNames.Of(named));
        return receipt;
    }

    private static List<CacheTag> Counted(IEnumerable<CacheTag> tags)
    {
        List<CacheTag> all = [.. tags];
        return all.Count <= MostTags ? all : throw new PerennialException(
            "PER2109", $"{all.Count} tags are too many for one invalidation; the most is {MostTags}. Give what changes together a tag of its own, or call it in parts.");
    }

    private async Task<Invalidation> StampAndTellAsync(List<CacheTag> tags, InvalidationKind kind)
    {
        try
        {
            var position = await StampAsync(new(tags, kind));
            await observers.TellAsync(tags, kind);
            return new(position.Number, ledger.Status.IsDurable);
        }
        catch (PerennialException error) when (error.Code is "PER2112")
        {
            // It may be in force: a network in front that is told for nothing loses a little, and one that is not told shows old pages.
            await observers.TellAsync(tags, kind);
            throw;
        }
    }

    private async Task<LedgerPosition> StampAsync(StampRequest request)
    {
        try
        {
            return await ledger.StampAsync(request, CancellationToken.None);
        }
        catch (PerennialException unknown) when (unknown.Code is "PER2112")
        {
            try
            {
                // With its id it is the same request, and is applied once.
                return await ledger.StampAsync(request, CancellationToken.None);
            }
            catch (PerennialException error) when (error.Code is "PER2110")
            {
                // That the second call did nothing does not say what the first one did.
                throw unknown;
            }
        }
    }

    /// <summary>Brings a path, route or picture into the spelling that entries carry. A name that belongs to no page would be a silent nothing.</summary>
    private async Task<IEnumerable<CacheTag>> NormalizeAsync(CacheTag tag)
    {
        switch (tag.Kind)
        {
            case CacheTagKind.Path:
                return await resolver.ResolveAsync(tag) is { Page.IsKept: true } address
                    ? CacheTag.Paths(address.Path, address.Name)
                    : throw NotKept(tag.Value, null);
            case CacheTagKind.Route:
                return routes.Find(tag.Value) is { } route ? [CacheTag.Route(route)] : throw NotKept(tag.Value, null);
            case CacheTagKind.Image:
                return CacheTag.Pictures(tag.Value, resolver.BasePath);
            default:
                return [tag];
        }
    }

    private static PerennialException NotKept(string path, string? because) => new(
        "PER2106", $"No kept page answers '{path}'{(because is null ? "" : ": " + because)}. Give the page's own path or route, as the route table of 'build' prints it.");

    private static void ThrowInRender(string verb)
    {
        if (RenderScope.Current is not null)
        {
            throw new PerennialException(
                "PER2105", $"{verb} was called while a page is rendered. A render may run at any time, or never; call it from an endpoint that changes data.");
        }
    }
}
