using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Answers;
using Perennial.Caching;
using Perennial.Caching.Memory;
using Perennial.Http;
using Perennial.Pages.Recoding;

namespace Perennial.Pages;

/// <summary>An entry made ready for the wire: every header value is built once, so that a hit only points to them.</summary>
internal sealed class KeptResponse
{
    private readonly Body _identity;
    private readonly Body? _gzip;
    private readonly Body? _brotli;
    private readonly ContentCoding _available;
    private readonly HitClock _clock;
    private StringValues? _varyAcrossOrigins;
    private int _asks;

    private KeptResponse(PageOutput output, EntryFacts facts)
    {
        Output = output;
        ContentType = output.ContentType ?? StringValues.Empty;
        var fresh = FreshnessHeaders.For(Seconds(facts.Lifetime.Revalidate), Seconds(facts.Lifetime.Expire));
        (CacheControl, CdnCacheControl) = (fresh.CacheControl, fresh.CdnCacheControl);
        _clock = new(Seconds(facts.Lifetime.Revalidate) ?? Lifetime.YearSeconds);
        _identity = new(output.Body, ETag(facts, ContentCoding.Identity), StringValues.Empty);
        if (output.Gzip.Length > 0)
        {
            _gzip = new(output.Gzip, ETag(facts, ContentCoding.Gzip), "gzip");
            _available |= ContentCoding.Gzip;
        }

        if (output.Brotli.Length > 0)
        {
            var (fast, best) = (ETag(facts, ContentCoding.Brotli), BestETag(facts));
            _brotli = output.IsBest ? new(output.Brotli, best, "br") { OtherETag = fast } : new(output.Brotli, fast, "br") { OtherETag = best };
            _available |= ContentCoding.Brotli;
        }

        Vary = Compression.IsCompressible(output.ContentType) ? "Accept-Encoding" : StringValues.Empty;
        Replayed = output.Headers;
        if (output.Headers.FirstOrDefault(static header => header.Key == KeptVary.Header) is { Key: not null } vary)
        {
            VariesOn = [.. vary.Value.OfType<string>()];
            Vary = StringValues.Concat(Vary, string.Join(", ", VariesOn));
            Replayed = [.. output.Headers.Where(static header => header.Key != KeptVary.Header)];
        }
    }

    public PageOutput Output { get; }
    public IReadOnlyList<KeyValuePair<string, StringValues>> Replayed { get; }
    public IReadOnlyList<string> VariesOn { get; } = [];

    public StringValues ContentType { get; }

    public StringValues CacheControl { get; }

    public StringValues CdnCacheControl { get; }

    public StringValues Vary { get; }

    public KeptFacts Facts(Body body, bool isAcrossOrigins) => new(
        Output.Status,
        CacheControl,
        CdnCacheControl,
        body.ETag,
        isAcrossOrigins ? _varyAcrossOrigins ??= StringValues.Concat(Vary, CorsUsage.Vary) : Vary)
    {
        OtherETag = body.OtherETag,
    };

    public static KeptResponse? Of(CacheSlot slot)
    {
        if (slot.View is KeptResponse ready)
        {
            return ready;
        }

        if (slot.IsUnreadable || PageOutput.From(slot.Entry) is not { } output)
        {
            slot.IsUnreadable = true;
            return null;
        }

        slot.View = ready = new KeptResponse(output, slot.Entry.Facts);
        return ready;
    }

    public Body Choose(StringValues acceptEncoding) => AcceptEncoding.Choose(acceptEncoding, _available) switch
    {
        ContentCoding.Brotli => _brotli!,
        ContentCoding.Gzip => _gzip!,
        _ => _identity,
    };

    /// <summary>Whether this visit is the one that makes it worth more work. Not exact: two visits at once may both be the first.</summary>
    public bool IsAskedAgain() => _asks < RecodingRules.LeastAsks && ++_asks == RecodingRules.LeastAsks;

    public void ForgetAsks() => _asks = 0;

    public HitClock.Texts ClockAt(TimeSpan age) => _clock.At(age);

    private static StringValues ETag(EntryFacts facts, ContentCoding coding) =>
        facts.ETag is null ? StringValues.Empty : EntityTags.For(facts.ETag, coding);

    private static StringValues BestETag(EntryFacts facts) =>
        facts.ETag is null ? StringValues.Empty : EntityTags.ForBestBrotli(facts.ETag);

    private static long? Seconds(TimeSpan? time) => time is { } value ? (long)value.TotalSeconds : null;

    internal sealed record Body(ReadOnlyMemory<byte> Bytes, StringValues ETag, StringValues Encoding)
    {
        /// <summary>Of the same body in the same coding at another quality: who has that one has this page.</summary>
        public StringValues OtherETag { get; init; }
    }
}
