using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.Extensions.Primitives;
using Perennial.Http;

namespace Perennial.Answers;

/// <summary>What a kept answer says of itself, a page as well as a picture: decided from values alone, and written before anything of its body.</summary>
internal readonly record struct KeptHead(
    int Status, StringValues CacheControl, StringValues CdnCacheControl, StringValues Age, StringValues ETag, StringValues Vary, StringValues CacheStatus)
{
    /// <summary>Whether headers of the content and the content itself follow.</summary>
    public bool HasContent => Status is not StatusCodes.Status304NotModified;

    /// <param name="kept">What the entry says.</param>
    /// <param name="asked">What the visitor says, and what others have said of the response.</param>
    /// <param name="clock">How old the entry is.</param>
    /// <param name="isOutdated">Whether it is shown although it was invalidated.</param>
    /// <param name="cacheStatus">Null where the clock knows better: for how long it is fresh.</param>
    public static KeptHead Decide(in KeptFacts kept, in AskedFor asked, HitClock.Texts clock, bool isOutdated, string? cacheStatus)
    {
        var had = kept.Status is StatusCodes.Status200OK && asked.IfNoneMatch.Count > 0 ? Match(asked.IfNoneMatch, kept) : StringValues.Empty;
        return new(
            had.Count > 0 ? StatusCodes.Status304NotModified : kept.Status,
            isOutdated ? FreshnessHeaders.Outdated.CacheControl
                : asked.IsCachedByApp ? FreshnessHeaders.WithoutPublic(kept.CacheControl)
                : kept.CacheControl,
            kept.CdnCacheControl.Count > 0 && isOutdated ? FreshnessHeaders.Outdated.CdnCacheControl : kept.CdnCacheControl,
            clock.Age,
            had.Count > 0 ? had : kept.ETag,
            VaryOf(asked, kept.Vary),
            !asked.IsToldOfCache ? StringValues.Empty : cacheStatus ?? clock.Hit);
    }

    public void WriteTo(HttpContext context)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = Status;
        headers.CacheControl = CacheControl;
        if (CdnCacheControl.Count > 0)
        {
            headers["CDN-Cache-Control"] = CdnCacheControl;
        }

        headers.Age = Age;
        headers.ETag = ETag;
        headers.Vary = Vary;
        if (CacheStatus.Count > 0)
        {
            headers["Cache-Status"] = CacheStatus;
        }

        AppOutputCache.Exclude(context);
    }

    /// <summary>The tag of what the visitor has, if that is this answer in this coding; none otherwise.</summary>
    /// <remarks>
    /// A page that was coded again has two representations that are both current, and the choice between them is the server's
    /// (RFC 9110 §12.1). For who has one of them it is that one, and a 304 must name it: by another strong tag a cache would
    /// find nothing to freshen (RFC 9111 §4.3.4).
    /// </remarks>
    private static StringValues Match(StringValues ifNoneMatch, in KeptFacts kept) =>
        IsIn(ifNoneMatch, kept.ETag) ? kept.ETag : IsIn(ifNoneMatch, kept.OtherETag) ? kept.OtherETag : StringValues.Empty;

    private static bool IsIn(StringValues ifNoneMatch, StringValues tag) =>
        tag.Count > 0 && Preconditions.Evaluate(ifNoneMatch, StringValues.Empty, tag) is Preconditions.Verdict.NotModified;

    // Middleware in front may have set its own Vary.
    private static StringValues VaryOf(in AskedFor asked, StringValues kept) => (asked.Vary.Count, asked.CultureVary) switch
    {
        (0, null) => kept,
        (_, null) => StringValues.Concat(asked.Vary, kept),
        (_, var culture) => StringValues.Concat(StringValues.Concat(asked.Vary, culture), kept),
    };
}

/// <param name="Status">As it was made.</param>
/// <param name="CacheControl">What is said while nothing was invalidated.</param>
/// <param name="CdnCacheControl">The same to caches that know the field; empty where they are told nothing else than all others.</param>
/// <param name="ETag">Of the coding that this visitor gets.</param>
/// <param name="Vary">What the answer depends on by itself.</param>
internal readonly record struct KeptFacts(int Status, StringValues CacheControl, StringValues CdnCacheControl, StringValues ETag, StringValues Vary)
{
    /// <summary>Of the same body in the same coding at another quality.</summary>
    public StringValues OtherETag { get; init; }
}

/// <param name="IfNoneMatch">What the visitor has already.</param>
/// <param name="Vary">What stands on the response.</param>
/// <param name="CultureVary">What the app chose the visitor's culture by.</param>
/// <param name="IsCachedByApp">Whether the app keeps responses once more, by <c>UseResponseCaching</c>.</param>
/// <param name="IsToldOfCache">Whether Cache-Status is sent.</param>
internal readonly record struct AskedFor(StringValues IfNoneMatch, StringValues Vary, string? CultureVary, bool IsCachedByApp, bool IsToldOfCache)
{
    public static AskedFor Of(HttpContext context, bool isToldOfCache, string? cultureVary = null) => new(
        context.Request.Headers.IfNoneMatch,
        context.Response.Headers.Vary,
        cultureVary,
        context.Features.Get<IResponseCachingFeature>() is not null,
        isToldOfCache);
}
