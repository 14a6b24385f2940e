using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Perennial.Http;

namespace Perennial.Deployment;

/// <summary>
/// Sees to it that nothing is marked as unchangeable that is not what its name says. Where a file is not the manifest's, its
/// endpoint is replaced by one that answers what there is: all that stands in front of endpoints (authorization, CORS)
/// applies as before.
/// </summary>
internal sealed class AssetCheck(
    AssetFiles files, EndpointDataSource endpoints, IWebHostEnvironment environment, ILogger<AssetCheck> logger)
{
    // One for each asset of the manifest.
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    // There a file is changed to be seen, and the framework itself looks.
    private readonly bool _isOff = environment.IsDevelopment();

    /// <param name="context">A request that routing has chosen an asset for.</param>
    /// <param name="fallback">Answers the asset's path from elsewhere, if anybody can.</param>
    public async ValueTask RunAsync(HttpContext context, Func<HttpContext, Task<bool>> fallback)
    {
        if (_isOff || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not { } asset
            || await files.ProblemOfAsync(asset, context.RequestAborted) is not { } problem)
        {
            return;
        }

        Tell(asset, problem);
        if (Plain(asset) is { } plain)
        {
            // The compressed twin alone may be broken.
            context.SetEndpoint(plain.Endpoint);
            asset = plain.Asset;
            if (await files.ProblemOfAsync(asset, context.RequestAborted) is not { } other)
            {
                return;
            }

            Tell(asset, other);
        }

        var endpoint = context.GetEndpoint()!;
        context.SetEndpoint(new Endpoint(
            async inner =>
            {
                if (!await fallback(inner))
                {
                    await AnswerAsync(inner, asset);
                }
            },
            new([.. endpoint.Metadata, AsItIs.Mark]),
            endpoint.DisplayName));
    }

    private Task AnswerAsync(HttpContext context, StaticAssetDescriptor asset)
    {
        var file = files.Find(asset);
        var headers = context.Response.Headers;
        if (!file.Exists || file.IsDirectory)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            headers.CacheControl = FreshnessHeaders.Private;
            return Task.CompletedTask;
        }

        headers.CacheControl = FreshnessHeaders.File;
        headers.ContentEncoding = AssetFiles.Header(asset, HeaderNames.ContentEncoding);
        return TypedResults.Stream(
                file.CreateReadStream(), AssetFiles.Header(asset, HeaderNames.ContentType), lastModified: file.LastModified, enableRangeProcessing: true)
            .ExecuteAsync(context);
    }

    private (Endpoint Endpoint, StaticAssetDescriptor Asset)? Plain(StaticAssetDescriptor asset)
    {
        if (asset.Selectors.Count == 0)
        {
            return null;
        }

        foreach (var endpoint in endpoints.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is { Selectors.Count: 0 } other && other.Route == asset.Route)
            {
                return (endpoint, other);
            }
        }

        return null;
    }

    private void Tell(StaticAssetDescriptor asset, string problem)
    {
        if (_told.TryAdd(asset.AssetPath, true))
        {
            Log.NotAsPublished(logger, asset.AssetPath, environment.WebRootPath, problem);
        }
    }
}
