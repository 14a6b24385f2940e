using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Stands before pages, files and routing: header rules, redirects, the proxy, rewrites. A request that none of them concerns
/// passes without a state machine and without an allocation.
/// </summary>
internal sealed class RuleTier(RuleTable table, Arrival arrival, ProxyRunner proxy, Rewriter rewriter, ILogger<RuleTier> logger)
{
    private readonly bool _hasBase = table.BasePath.Length > 0;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!arrival.TryBegin(context))
        {
            return Task.CompletedTask;
        }

        // Re-executed for an error page: it was judged when it came. What wins on the response is registered already.
        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            if (_hasBase)
            {
                BasePath.Enter(context.Request, table.BasePath);
            }

            return next(context);
        }

        if (context.Request.QueryString.Value is { } query && RawTarget.HasControl(query))
        {
            // RFC 9112 §3.2 knows no such request, but Kestrel lets it pass, and every Location that repeats it would be a 500.
            Answer(context, StatusCodes.Status400BadRequest);
            return Task.CompletedTask;
        }

        var path = RequestPath.Of(context.Request);
        var bucket = table.Find(path);
        var isInside = !_hasBase || RequestPath.Below(path, table.BasePath) is not null;
        var headers = bucket is { HasHeaders: true } ? RegisterHeaders(context, path, bucket) : null;
        if (bucket is { HasRedirects: true } && TryRedirect(context, path, bucket))
        {
            return Task.CompletedTask;
        }

        if (_hasBase)
        {
            if (isInside ? BasePath.TryRedirect(context, path, table.BasePath) : TryEnd(context, bucket))
            {
                return Task.CompletedTask;
            }

            if (isInside)
            {
                BasePath.Enter(context.Request, table.BasePath);
            }
        }

        return isInside && proxy.Sees(bucket)
            ? ProxyAsync(context, path, bucket, headers, next)
            : RewriteAsync(context, path, bucket, isInside, next);
    }

    private static HeaderPass? RegisterHeaders(HttpContext context, string path, RuleBucket bucket)
    {
        var set = bucket.FixedHeaders ?? HeaderSet.From(RuleTable.All(bucket, static bucket => bucket.Headers, context.Request, path));
        return set.Values.Count > 0 ? HeaderPass.Register(context, set) : null;
    }

    private bool TryRedirect(HttpContext context, string path, RuleBucket bucket)
    {
        var request = context.Request;
        if (RuleTable.First(bucket, static bucket => bucket.Redirects, request, path) is not { Rule: var rule, Values: var values })
        {
            return false;
        }

        if (RequestPath.IsMalformed(context) || rule.Location(values, request) is not { } location)
        {
            Answer(context, StatusCodes.Status400BadRequest);
            return true;
        }

        if (location == RequestPath.Encoded(request) + request.QueryString.ToUriComponent())
        {
            // A redirect to the very address that was asked for would never end.
            return false;
        }

        context.Response.Headers.Location = location;
        Answer(context, rule.Status);
        Log.Redirected(logger, rule.Source.Pattern.RawText!, rule.Status);
        return true;
    }

    // Outside of the base path there is nothing but what a rule says.
    private static bool TryEnd(HttpContext context, RuleBucket? bucket)
    {
        if (bucket is { HasBeforeFiles: true } or { HasLateRewrites: true })
        {
            return false;
        }

        Answer(context, StatusCodes.Status404NotFound);
        return true;
    }

    private async Task ProxyAsync(HttpContext context, string path, RuleBucket? bucket, HeaderPass? headers, RequestDelegate next)
    {
        bool isAnswered;
        try
        {
            isAnswered = await proxy.TryAnswerAsync(context, path, bucket, headers);
        }
        catch (Exception) when (HeaderPass.TryKeepPrivate(context))
        {
            throw;
        }

        if (!isAnswered)
        {
            path = rewriter.PathOf(context.Request);
            await RewriteAsync(context, path, table.Find(path), isInside: true, next);
        }
    }

    private Task RewriteAsync(HttpContext context, string path, RuleBucket? bucket, bool isInside, RequestDelegate next) =>
        bucket is ({ HasBeforeFiles: true } or { HasLateRewrites: true }) && !Routed.IsChosenByApp(context)
            ? rewriter.RunAsync(context, path, bucket, isInside, next)
            : next(context);

    /// <summary>An answer without a body, that no cache keeps.</summary>
    public static void Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = FreshnessHeaders.Private;
    }
}
