using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Stands before pages, files and routing: header rules, redirects, the proxy, rewrites. A request that none of them concerns
/// passes without a state machine and without an allocation.
/// </summary>
internal sealed class RuleTier(
    RuleTable table, RequestNormalizer normalizer, ProxyRunner proxy, Rewriter rewriter, RedirectCanonicalizer canonicalizer, ILogger<RuleTier> logger)
{
    private readonly bool _hasBase = table.BasePath.Length > 0;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isMisspelled = normalizer.Begin(context);

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
            return OwnAnswer.MalformedAsync(context);
        }

        var path = RequestPath.Of(context.Request);
        var bucket = table.Find(path);
        var isInside = !_hasBase || RequestPath.Below(path, table.BasePath) is not null;
        isMisspelled |= _hasBase && isInside && BasePath.IsOtherSpelling(context.Request, table.BasePath);
        var headers = bucket is { HasHeaders: true } ? RegisterHeaders(context, path, bucket) : null;
        var pass = new Pass(path, bucket, headers, isInside, isMisspelled);
        return bucket is { HasRedirects: true }
            && RuleTable.First(bucket, static bucket => bucket.Redirects, context.Request, path) is { } match
                ? RedirectAsync(context, pass, match, next)
                : PassAsync(context, pass, next);
    }

    private Task PassAsync(HttpContext context, Pass pass, RequestDelegate next)
    {
        if (pass.IsMisspelled && RequestMethod.IsRead(context.Request))
        {
            return SpellBaseAsync(context, pass.Path);
        }

        if (!pass.IsInside && TryEnd(context, pass.Bucket))
        {
            return Task.CompletedTask;
        }

        if (_hasBase && pass.IsInside)
        {
            BasePath.Enter(context.Request, table.BasePath);
        }

        return pass.IsInside && proxy.Sees(pass.Bucket)
            ? ProxyAsync(context, pass, next)
            : RewriteAsync(context, pass.Path, pass.Bucket, pass.IsInside, next);
    }

    private static ResponseHeaderSetter? RegisterHeaders(HttpContext context, string path, RuleBucket bucket)
    {
        var set = bucket.FixedHeaders ?? HeaderSet.From(RuleTable.All(bucket, static bucket => bucket.Headers, context.Request, path));
        return set.Values.Count > 0 ? ResponseHeaderSetter.Register(context, set) : null;
    }

    private async Task RedirectAsync(HttpContext context, Pass pass, RuleMatch<CompiledRedirect> match, RequestDelegate next)
    {
        var request = context.Request;
        var (rule, values) = match;
        if (RawTarget.IsMalformed(context)
            || rule.Location(values, request, await canonicalizer.OfAsync(context, rule, values)) is not { } location)
        {
            await OwnAnswer.MalformedAsync(context);
            return;
        }

        if (location == RequestPath.Encoded(request) + request.QueryString.ToUriComponent())
        {
            // A redirect to the very address that was asked for would never end.
            await PassAsync(context, pass, next);
            return;
        }

        context.Response.Headers.Location = location;
        OwnAnswer.Set(context, rule.Status);
        Log.Redirected(logger, rule.Source.Pattern.RawText!, rule.Status);
    }

    // To the page's own spelling below it, in one hop.
    private async Task SpellBaseAsync(HttpContext context, string path)
    {
        var request = context.Request;
        var below = RequestPath.Below(path, table.BasePath)!;
        below = await canonicalizer.OfAsync(context, below) ?? below;
        context.Response.Headers.Location =
            PathText.Encode(request.PathBase.Value + table.BasePath + (below is "/" ? "" : below)) + request.QueryString.ToUriComponent();
        OwnAnswer.Set(context, StatusCodes.Status308PermanentRedirect);
    }

    // Outside of the base path there is nothing but what a rule says.
    private static bool TryEnd(HttpContext context, RuleBucket? bucket)
    {
        if (bucket is { HasBeforeFiles: true } or { HasLateRewrites: true })
        {
            return false;
        }

        OwnAnswer.Set(context, StatusCodes.Status404NotFound);
        return true;
    }

    private async Task ProxyAsync(HttpContext context, Pass pass, RequestDelegate next)
    {
        bool isAnswered;
        try
        {
            isAnswered = await proxy.TryAnswerAsync(context, pass.Path, pass.Bucket, pass.Headers);
        }
        catch (Exception) when (ResponseHeaderSetter.TryKeepPrivate(context))
        {
            throw;
        }

        if (!isAnswered)
        {
            var path = rewriter.PathOf(context.Request);
            await RewriteAsync(context, path, table.Find(path), isInside: true, next);
        }
    }

    private Task RewriteAsync(HttpContext context, string path, RuleBucket? bucket, bool isInside, RequestDelegate next) =>
        bucket is ({ HasBeforeFiles: true } or { HasLateRewrites: true }) && !SelectedEndpoint.IsChosenByApp(context)
            ? rewriter.RunAsync(context, path, bucket, isInside, next)
            : next(context);

    private readonly record struct Pass(string Path, RuleBucket? Bucket, ResponseHeaderSetter? Headers, bool IsInside, bool IsMisspelled);
}
