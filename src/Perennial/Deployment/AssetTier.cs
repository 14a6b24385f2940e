using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Perennial.Deployment.Archive;
using Perennial.Http;

namespace Perennial.Deployment;

/// <summary>
/// Behind routing: answers from the archive what this deployment does not have, and tells browsers and other hosts what
/// they need to know of assets that come from elsewhere.
/// </summary>
internal sealed class AssetTier(
    AssetArchive archive, AssetCheck check, DeploymentOptions options, IWebHostEnvironment environment, ILogger<AssetTier> logger)
{
    private readonly bool _isElsewhere = AssetPrefix.Parse(options.AssetPrefix)?.Origin is not null;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null || endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            FileTags.StrengthenIfNoneMatch(context.Request, isAnybodys: endpoint is null);
        }

        if (endpoint is null)
        {
            return archive.IsOpen && RequestMethod.IsRead(context.Request) ? PassOrAnswerAsync(context, next) : next(context);
        }

        if (endpoint.Metadata.GetMetadata<AssetOrigin>() is { } origin)
        {
            context.Response.Headers.Link = origin.Link;
        }
        else if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            Announce(context);
            return CheckAsync(context, next);
        }

        // In the deployment that had the file, its route won over one that takes whatever is left.
        return archive.IsOpen && IsCatchAll(endpoint) && RequestMethod.IsRead(context.Request) && !environment.WebRootFileProvider.HasFile(context.Request.Path)
            && archive.Find(context.Request.Path.Value!) is { } asset
                ? AnswerOrPassAsync(context, asset, next)
                : next(context);
    }

    public void Announce(HttpContext context)
    {
        if (_isElsewhere)
        {
            AllowEveryOrigin(context.Response);
        }
    }

    private Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var checking = check.RunAsync(context, TryAnswerAsync);
        return checking.IsCompletedSuccessfully ? next(context) : CheckedAsync(checking, context, next);
    }

    private static async Task CheckedAsync(ValueTask checking, HttpContext context, RequestDelegate next)
    {
        await checking;
        await next(context);
    }

    // The file that a name of this deployment stands for, kept when it was as it should be.
    private async Task<bool> TryAnswerAsync(HttpContext context) =>
        archive.IsOpen && archive.Find(context.Request.Path.Value!) is { } asset && await TryAnswerAsync(context, asset);

    // No endpoint: a file of UseStaticFiles, something that the app answers without routing, or nothing.
    private async Task PassOrAnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound } && context.GetEndpoint() is null
            && archive.Find(context.Request.Path.Value ?? "") is { } asset)
        {
            await TryAnswerAsync(context, asset);
        }
    }

    private async Task AnswerOrPassAsync(HttpContext context, ArchivedAsset asset, RequestDelegate next)
    {
        if (!await TryAnswerAsync(context, asset))
        {
            await next(context);
        }
    }

    private async Task<bool> TryAnswerAsync(HttpContext context, ArchivedAsset asset)
    {
        var available = asset.Files.Aggregate(ContentCoding.Identity, static (all, file) => all | file.Coding!.Value);
        var coding = AcceptEncoding.Choose(context.Request.Headers.AcceptEncoding, available);
        var file = asset.Files.First(file => file.Coding == coding);
        if (await archive.OpenAsync(file, context.RequestAborted) is not { } path)
        {
            return false;
        }

        if (coding is ContentCoding.Identity)
        {
            context.Response.OnStarting(static headers =>
            {
                FileTags.WeakenETag((IHeaderDictionary)headers);
                return Task.CompletedTask;
            }, context.Response.Headers);
        }

        FileTags.StrengthenIfNoneMatch(context.Request);
        var headers = context.Response.Headers;
        headers.CacheControl = FreshnessHeaders.Immutable;
        RequestState.Of(context).IsImmutableFile = true;
        headers.ContentEncoding = file.Encoding;
        if (available is not ContentCoding.Identity)
        {
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        }

        Announce(context);
        context.Response.StatusCode = StatusCodes.Status200OK;
        Log.AnsweredFromArchive(logger, asset.Path);
        await TypedResults.PhysicalFile(path, asset.ContentType, entityTag: EntityTagHeaderValue.Parse(file.ETag), enableRangeProcessing: true)
            .ExecuteAsync(context);
        return true;
    }

    private static void AllowEveryOrigin(HttpResponse response)
    {
        if (!response.Headers.ContainsKey(HeaderNames.AccessControlAllowOrigin))
        {
            response.Headers.AccessControlAllowOrigin = "*";
        }
    }

    private static bool IsCatchAll(Endpoint endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.PathSegments: [{ Parts: [Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { IsCatchAll: true }] }] };
}
