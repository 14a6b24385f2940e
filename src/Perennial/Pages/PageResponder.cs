using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;
using Perennial.Caching.Reads;
using Perennial.Deployment;
using Perennial.Http;
using Perennial.Pages.Front;
using Perennial.Pages.Recoding;
using Perennial.Telemetry;

namespace Perennial.Pages;

/// <summary>Writes a kept page to a visitor. The path of every hit: no DI, no state machine unless the socket makes it wait.</summary>
internal sealed class PageResponder(
    HttpOptions options, DeploymentIdentity deployment, CorsUsage cors, PageSignals signals, PageRecoder recoder, ILogger<PageResponder> logger)
{
    private readonly bool _hasStatus = options.CacheStatus;

    /// <param name="context">The visitor's.</param>
    /// <param name="address">Of the page.</param>
    /// <param name="read">A read that found or made it.</param>
    public Task AnswerAsync(HttpContext context, PageAddress address, in ReadResult read)
    {
        signals.Answered(context, address.Page.Route, CacheAnswer.ResultOf(read.Status));
        switch (read.Status)
        {
            case ReadStatus.Miss or ReadStatus.Expired:
                Log.Rendered(logger, address.Path, read.Joined);
                break;
            case ReadStatus.StaleFailed or ReadStatus.StaleRefused:
                Log.KeptOld(logger, address.Path);
                break;
            default:
                Log.Answered(logger, read.Freshness.State, read.Freshness.Reason, address.Path);
                break;
        }

        var kept = KeptResponse.Of(read.Slot!)!;
        if (kept.IsAskedAgain() && !recoder.TryOffer(read.Slot!))
        {
            kept.ForgetAsks();
        }

        return WriteAsync(context, read.Slot!, kept, read.Freshness, CacheAnswer.StatusOf(read));
    }

    private Task WriteAsync(HttpContext context, CacheSlot slot, KeptResponse kept, Freshness freshness, string? cacheStatus)
    {
        var request = context.Request;
        var response = context.Response;
        var headers = response.Headers;
        var body = kept.Choose(request.Headers.AcceptEncoding);
        var clock = kept.ClockAt(slot.Age);

        var isOutdated = freshness.IsInvalidated;
        headers.CacheControl = isOutdated ? FreshnessHeaders.Outdated.CacheControl
            : context.Features.Get<IResponseCachingFeature>() is null ? kept.CacheControl
            : kept.WithoutPublic;
        headers["CDN-Cache-Control"] = isOutdated ? FreshnessHeaders.Outdated.CdnCacheControl : kept.CdnCacheControl;
        headers.Age = clock.Age;
        headers.ETag = body.ETag;
        headers.Vary = Vary(context, headers.Vary, cors.IsUsed ? kept.VaryAcrossOrigins : kept.Vary);
        deployment.Stamp(context);
        AppOutputCache.Exclude(context);
        if (_hasStatus)
        {
            headers["Cache-Status"] = cacheStatus ?? clock.Hit;
        }

        if (kept.Output.Status == StatusCodes.Status200OK && body.ETag.Count > 0
            && Match(request.Headers.IfNoneMatch, body) is { Count: > 0 } had)
        {
            headers.ETag = had;
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.StatusCode = kept.Output.Status;
        var replayed = kept.Replayed;
        for (var i = 0; i < replayed.Count; i++) // foreach over an interface allocates its enumerator
        {
            headers[replayed[i].Key] = replayed[i].Value;
        }

        if (body.Bytes.Length == 0)
        {
            // No length either: the app's status-code pages may fill an empty "not found".
            context.Features.Set(BodilessResponse.Mark);
            return Task.CompletedTask;
        }

        headers.ContentType = kept.ContentType;
        headers.ContentEncoding = body.Encoding;
        headers.ContentLength = body.Bytes.Length;
        if (!HttpMethods.IsGet(request.Method) || HeadAsGet.Is(context))
        {
            return Task.CompletedTask;
        }

        // No RequestAborted: it costs a lock on each hit, and a write to a closed connection ends by itself.
        var written = response.BodyWriter.WriteAsync(body.Bytes, CancellationToken.None);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    /// <summary>The tag of what the visitor has, if that is this page in this coding; none otherwise.</summary>
    /// <remarks>
    /// A page that was coded again has two representations that are both current, and the choice between them is the server's
    /// (RFC 9110 §12.1). For who has one of them it is that one, and a 304 must name it: by another strong tag a cache would
    /// find nothing to freshen (RFC 9111 §4.3.4).
    /// </remarks>
    private static StringValues Match(StringValues ifNoneMatch, KeptResponse.Body body) =>
        ifNoneMatch.Count == 0 ? StringValues.Empty
        : Preconditions.Evaluate(ifNoneMatch, StringValues.Empty, body.ETag) is Preconditions.Verdict.NotModified ? body.ETag
        : body.OtherETag.Count > 0
            && Preconditions.Evaluate(ifNoneMatch, StringValues.Empty, body.OtherETag) is Preconditions.Verdict.NotModified ? body.OtherETag
        : StringValues.Empty;

    // Middleware in front may have set its own Vary.
    private static StringValues Vary(HttpContext context, StringValues said, StringValues kept) =>
        (said.Count, Cultures.VaryOf(context)) switch
        {
            (0, null) => kept,
            (_, null) => StringValues.Concat(said, kept),
            (_, var culture) => StringValues.Concat(StringValues.Concat(said, culture), kept),
        };
}
