using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Http;

namespace Perennial.Pages.Rendering;

internal sealed class PageEntryMaker(ReplayHeaders replay, SendableHeaders sendable, DroppedHeaders dropped, BuildCoding build, TimeProvider time)
{
    public RenderOutcome Make(PageAddress address, CapturedResponse captured, RenderScope scope)
    {
        var (headers, hasNonce, leftBehind) = replay.Select(captured.Headers);
        captured = captured with { TruncationReason = captured.TruncationReason ?? Unsendable([.. headers, new("Content-Type", captured.Headers.ContentType)]) };
        var storable = Storable.Judge(captured, hasNonce);
        if (storable.Verdict is StorableVerdict.Keep && address.Page.Rewrite is null)
        {
            dropped.Note(address.Page.Route, leftBehind);
        }

        return storable.Verdict switch
        {
            StorableVerdict.NotKept => new RenderOutcome.NotKept(storable.Because!),
            StorableVerdict.Failed => new RenderOutcome.Failed(
                new PerennialException("PER2107", $"The page {address.Path} could not be rendered: {storable.Because}.")),
            _ => new RenderOutcome.Kept(Entry(address, captured, [.. headers.Select(header => Local(header, address)), .. Vary(captured)], scope)),
        };
    }

    private string? Unsendable(IReadOnlyList<KeyValuePair<string, StringValues>> headers) =>
        headers.FirstOrDefault(header => !sendable.Takes(header.Key, header.Value)).Key is { } name
            ? $"its header {name} holds a character that the server refuses to send"
            : null;

    private CacheEntry Entry(
        PageAddress address, CapturedResponse captured, IReadOnlyList<KeyValuePair<string, StringValues>> headers, RenderScope scope)
    {
        var policy = address.Page.Policy;
        var contentType = captured.Headers.ContentType.ToString();
        var compressible = Compression.IsCompressible(contentType);
        var isBest = scope.Reason is RenderReason.Build && build.IsBest;
        var output = new PageOutput(
            captured.Status,
            contentType.Length > 0 ? contentType : null,
            headers,
            captured.Body,
            compressible ? Compression.Gzip(captured.Body) : null,
            compressible ? Compression.Brotli(captured.Body, isBest ? Compression.BestQuality : Compression.FastQuality) : null,
            OwnForm.IsIn(captured.Body, contentType))
        {
            IsBest = isBest,
        };
        if (output.HasForm)
        {
            address.Page.Observations.LearnForm();
        }

        return new(
            new EntryFacts
            {
                Kind = address.Page.Kind,
                Tags = [.. scope.Tags.Union([.. policy.Tags, .. CacheTag.Paths(address.Path, address.Name), CacheTag.Route(address.Page.Route)])],
                Position = scope.Position,
                CreatedAt = time.GetUtcNow(),
                Lifetime = policy.LifetimeOf(captured.Status).Min(scope.Lifetime),
                ETag = captured.Body.Length > 0 ? ContentTag.Of(captured.Body) : null,
                Extension = contentType.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) ? ".html" : null,
                Label = address.Culture is null ? address.Path : $"{address.Path} ({address.Culture})",
                IsNegative = captured.Status is StatusCodes.Status404NotFound or StatusCodes.Status410Gone,
            },
            output.ToSections());
    }

    // Of an app's own page it says to caches between what the page knows, and changes nothing here: what a render reads of a
    // visitor is noticed, whatever it says.
    private static IEnumerable<KeyValuePair<string, StringValues>> Vary(CapturedResponse captured)
    {
        if (KeptVary.Names(captured.Headers.Vary) is [_, ..] names)
        {
            yield return new(KeptVary.Header, names);
        }
    }

    /// <summary>A redirect within the site must not carry the origin that the render was told: the visitor may know another.</summary>
    private static KeyValuePair<string, StringValues> Local(KeyValuePair<string, StringValues> header, PageAddress address)
    {
        var origin = address.Site.GetLeftPart(UriPartial.Authority);
        return header.Key.Equals("Location", StringComparison.OrdinalIgnoreCase)
            && header.Value.ToString() is { } location
            && location.StartsWith(origin, StringComparison.OrdinalIgnoreCase)
            && (location.Length == origin.Length || location[origin.Length] is '/' or '?' or '#')
                ? new(header.Key, location.Length == origin.Length ? "/" : location[origin.Length..])
                : header;
    }
}

/// <summary>Whether a build codes its pages at the best quality, which is nearly all of its work.</summary>
internal sealed record BuildCoding(bool IsBest);
