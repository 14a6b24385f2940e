using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Http;

namespace Perennial.Rules;

internal sealed class ProxyRunner(
    RuleTable table,
    IRewriteForwarder forwarder,
    RedirectCanonicalizer spelling,
    ILogger<ProxyRunner> logger,
    ProxyRegistration? registration = null,
    ProxyFailed? failed = null)
{
    private readonly bool _seesAll = registration is { Matchers.Count: 0 };

    public bool Sees(RuleBucket? bucket) => _seesAll || bucket is { HasMatchers: true };

    public async ValueTask<bool> TryAnswerAsync(HttpContext context, string path, RuleBucket? bucket, ResponseHeaderSetter? headers)
    {
        RuleValues? values = null;
        if (!_seesAll)
        {
            if (RuleTable.First(bucket, static bucket => bucket.Matchers, context.Request, path) is not { } match)
            {
                return false;
            }

            values = match.Values;
        }

        if (RawTarget.IsMalformed(context))
        {
            await OwnAnswer.MalformedAsync(context);
            return true;
        }

        var name = registration!.Type.Name;
        var seen = new ProxyContext(
            context, RequestPath.Below(path, table.BasePath)!, values, header => Log.RequestHeaderRefused(logger, name, header));
        try
        {
            var result = await RunAsync(seen, context);
            SetHeaders(seen, headers, name);
            Log.Proxied(logger, name, result.Kind.ToString());
            return await ActAsync(context, result);
        }
        catch (Exception error)
        {
            failed?.Invoke(context, error);
            throw;
        }
    }

    private async ValueTask<ProxyResult> RunAsync(ProxyContext seen, HttpContext context)
    {
        var proxy = (IProxy)context.RequestServices.GetRequiredService(registration!.Type);
        var body = context.Request.Body;
        if (RequestFraming.CanHaveBody(context))
        {
            context.Request.EnableBuffering();
        }

        var result = await proxy.RunAsync(seen, context.RequestAborted);
        if (context.Request.Body is { CanSeek: true } read && !ReferenceEquals(read, body))
        {
            if (read.Position > 0)
            {
                read.Position = 0;
            }
            else
            {
                // Nobody read it: an upload need not go through memory and disk.
                context.Request.Body = body;
            }
        }

        return result;
    }

    private void SetHeaders(ProxyContext seen, ResponseHeaderSetter? headers, string name)
    {
        foreach (var header in seen.ResponseHeaders.Keys.Where(HeaderText.IsForbidden).ToList())
        {
            Log.ResponseHeaderRefused(logger, name, header);
            seen.ResponseHeaders.Remove(header);
        }

        if (seen.ResponseHeaders.Count > 0)
        {
            (headers ?? ResponseHeaderSetter.Register(seen.HttpContext, set: null)).OfProxy = seen.ResponseHeaders;
        }
    }

    private async ValueTask<bool> ActAsync(HttpContext context, ProxyResult result)
    {
        switch (result.Kind)
        {
            case ProxyResult.Kinds.Redirect:
                var to = ProxyTarget.Parse(result.To!, context.Request);
                OwnAnswer.Set(context, result.Status);
                context.Response.Headers.Location = to.IsPath && await spelling.OfAsync(context, to.Path!) is { } spelled
                    ? to.At(spelled, context.Request.PathBase)
                    : to.Location;
                return true;
            case ProxyResult.Kinds.Respond:
                context.Response.Headers.CacheControl = FreshnessHeaders.Private;
                await result.Response!.ExecuteAsync(context);
                return true;
            case ProxyResult.Kinds.Rewrite:
                var target = ProxyTarget.Parse(result.To!, context.Request);
                if (target.Origin is { } url)
                {
                    await forwarder.ForwardAsync(context, url);
                    return true;
                }

                Rewriter.To(context, target.Path!, target.Query.HasValue ? target.Query : context.Request.QueryString);
                return false;
            default:
                return false;
        }
    }
}

internal delegate void ProxyFailed(HttpContext context, Exception error);

internal sealed record ProxyRegistration(Type Type, ProxyMatchers Matchers);
