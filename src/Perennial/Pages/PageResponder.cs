using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Answers;
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
        signals.Answered(context, address.Page.Route, CacheResult.Of(read.Status));
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

        return WriteAsync(context, read, kept);
    }

    private Task WriteAsync(HttpContext context, in ReadResult read, KeptResponse kept)
    {
        var response = context.Response;
        var body = kept.Choose(context.Request.Headers.AcceptEncoding);
        var head = KeptHead.Decide(
            kept.Facts(body, isAcrossOrigins: cors.IsUsed),
            AskedFor.Of(context, _hasStatus, Cultures.VaryOf(context)),
            kept.ClockAt(read.Slot!.Age),
            read.Freshness.IsInvalidated,
            CacheAnswer.StatusOf(read));
        head.WriteTo(context);
        deployment.Stamp(context);
        if (!head.HasContent)
        {
            return Task.CompletedTask;
        }

        var headers = response.Headers;
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
        return KeptContent.WriteAsync(context, body.Bytes);
    }
}
