using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Perennial.Http;

namespace Perennial.Rules.Forwarding;

// Passes a request on to another server, and its answer back. Adds no caching, loses no header, buffers no body.
internal sealed class Forwarder(
    ForwardingClient client, ForwardingOptions options, Via via, TimeProvider time, ILogger<Forwarder> logger) : IRewriteForwarder
{
    public async Task ForwardAsync(HttpContext context, Uri destination)
    {
        var isClean = RequestState.Find(context) is { IsSynthetic: true };
        if (!isClean && Refusal(context, destination) is { } status)
        {
            await RefuseAsync(context, status);
            return;
        }

        var upgrade = isClean ? null : Upgrade.Of(context);
        using var idle = new IdleTimeout(options.ResponseTimeout, time, context.RequestAborted);
        await using var exchange = new Exchange();
        var body = isClean || upgrade is not null ? null : ForwardedRequest.Body(context, idle, exchange);
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(
                () => isClean
                    ? ForwardedRequest.CreateClean(context, destination, via)
                    : ForwardedRequest.Create(context, destination, upgrade, body, exchange, via),
                exchange,
                idle.Token);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            Fail(context, destination, exchange.BodyFailure ?? error, isVisitors: exchange.BodyFailure is not null, idle);
            return;
        }

        using (response)
        {
            if (exchange.IsRefused && context.Request.Protocol is "HTTP/1.1")
            {
                // The rest of the body would be read for nothing.
                context.Response.Headers.Connection = "close";
            }

            await AnswerAsync(context, destination, response, upgrade, idle);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status)
    {
        switch (status)
        {
            case StatusCodes.Status400BadRequest:
                return OwnAnswer.MalformedAsync(context);
            case StatusCodes.Status405MethodNotAllowed:
                return OwnAnswer.NotAllowedAsync(context, MaxForwards.Allow);
            default:
                OwnAnswer.Set(context, status);
                return Task.CompletedTask;
        }
    }

    private int? Refusal(HttpContext context, Uri destination)
    {
        var request = context.Request;
        if (via.HasPassedHere(request.Headers.Via))
        {
            Log.Loop(logger, Origin(destination), request.Method, Path(context));
            return StatusCodes.Status508LoopDetected;
        }

        if (MaxForwards.IsSpent(request.Method, request.Headers[MaxForwards.Header]))
        {
            // We are whom it was sent to. TRACE would show a visitor's own headers to his scripts, so it is not spoken here.
            context.Response.Headers.Allow = MaxForwards.Allow;
            return request.Method is "OPTIONS" ? StatusCodes.Status204NoContent : StatusCodes.Status405MethodNotAllowed;
        }

        if (!RequestTarget.IsSendable(destination))
        {
            return StatusCodes.Status400BadRequest;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize < request.ContentLength)
        {
            // Found out while reading, the other server would have got the first part of it.
            return StatusCodes.Status413PayloadTooLarge;
        }

        return HttpMethods.IsConnect(request.Method) && Upgrade.Of(context) is null ? StatusCodes.Status501NotImplemented : null;
    }

    private async Task AnswerAsync(HttpContext context, Uri destination, HttpResponseMessage response, Upgrade? upgrade, IdleTimeout idle)
    {
        var switches = upgrade is not null && response.StatusCode is System.Net.HttpStatusCode.SwitchingProtocols;
        if ((switches ? upgrade!.Refusal(response) : ForwardedResponse.Refusal(response)) is { } because)
        {
            Log.NotPassable(logger, Origin(destination), context.Request.Method, Path(context), because);
            OwnAnswer.Set(context, StatusCodes.Status502BadGateway);
            return;
        }

        Log.PassedOn(logger, Origin(destination), (int)response.StatusCode);
        TakeOver(context);
        ForwardedResponse.CopyHead(response, context);
        if (switches)
        {
            await TunnelAsync(context, response, upgrade!);
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await ForwardedResponse.CopyBodyAsync(response, context.Response, idle);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                Log.BrokeOff(logger, Origin(destination), context.Request.Method, Path(context), error.Message);
            }

            if (RequestState.Find(context) is { IsSynthetic: true })
            {
                // Nobody's connection could be cut; the render fails, and the old page stays.
                throw;
            }

            // Ended properly, half an answer would pass for a whole one.
            context.Abort();
        }
    }

    // From here on the answer is the other server's: no default of ours, no status-code page of the app.
    private static void TakeOver(HttpContext context)
    {
        RequestState.Of(context).IsFromUpstream = true;
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
    }

    private async Task TunnelAsync(HttpContext context, HttpResponseMessage response, Upgrade upgrade)
    {
        using var idle = new IdleTimeout(options.WebSocketTimeout, time, context.RequestAborted);
        await using var server = await response.Content.ReadAsStreamAsync(idle.Token);
        await using var visitor = await upgrade.AcceptAsync(context);
        await Tunnel.RunAsync(visitor, server, idle);
    }

    private void Fail(HttpContext context, Uri destination, Exception error, bool isVisitors, IdleTimeout idle)
    {
        var (method, path) = (context.Request.Method, Path(context));
        switch (error)
        {
            case BadHttpRequestException refused:
                Log.BodyRefused(logger, method, path, refused.StatusCode);
                OwnAnswer.Set(context, refused.StatusCode);
                return;
            case var _ when context.RequestAborted.IsCancellationRequested:
                return;
            case var _ when isVisitors:
                Log.BodyRefused(logger, method, path, StatusCodes.Status400BadRequest);
                OwnAnswer.Set(context, StatusCodes.Status400BadRequest);
                return;
            case OperationCanceledException when idle.IsOver || error.InnerException is TimeoutException:
                Log.TookTooLong(logger, Origin(destination), method, path);
                OwnAnswer.Set(context, StatusCodes.Status504GatewayTimeout);
                return;
            default:
                var kind = (error as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
                Log.Unreachable(logger, Origin(destination), method, path, kind, error.GetBaseException().Message);
                OwnAnswer.Set(context, StatusCodes.Status502BadGateway);
                return;
        }
    }

    private static string Origin(Uri destination) => destination.GetLeftPart(UriPartial.Authority);

    private static string Path(HttpContext context) => context.Request.Path.Value ?? "/";
}
