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
    // A few for each asset of the manifest.
    private readonly ConcurrentDictionary<(string File, string Answer), bool> _told = new();

    // In Development files change all the time, and the framework checks them itself.
    private readonly bool _isOff = environment.IsDevelopment();

    public async ValueTask RunAsync(HttpContext context, Func<HttpContext, Task<bool>> fallback)
    {
        if (_isOff || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not { } asset
            || await files.ProblemOfAsync(asset, context.RequestAborted) is not { } problem)
        {
            return;
        }

        List<(string File, string Problem)> problems = [(asset.AssetPath, problem)];
        if (AsPublished(asset) is { } plain)
        {
            // The compressed twin alone may be broken.
            context.SetEndpoint(plain.Endpoint);
            asset = plain.Asset;
            if (await files.ProblemOfAsync(asset, context.RequestAborted) is not { } other)
            {
                Tell(problems, "The file that is not compressed is answered in its place");
                return;
            }

            problems.Add((asset.AssetPath, other));
        }

        var endpoint = context.GetEndpoint()!;
        context.SetEndpoint(new Endpoint(
            async inner =>
            {
                if (await fallback(inner))
                {
                    Tell(problems, "The archive answers with the file that was published");
                    return;
                }

                await AnswerAsync(inner, asset, problems);
            },
            new([.. endpoint.Metadata, MismatchedAsset.Mark]),
            endpoint.DisplayName));
    }

    private Task AnswerAsync(HttpContext context, StaticAssetDescriptor asset, List<(string File, string Problem)> problems)
    {
        var file = files.Find(asset);
        var headers = context.Response.Headers;
        if (!file.Exists || file.IsDirectory)
        {
            Tell(problems, "It is answered 404");
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            headers.CacheControl = FreshnessHeaders.Private;
            return Task.CompletedTask;
        }

        Tell(problems, "It is answered as it is, and no cache may keep it");
        headers.CacheControl = FreshnessHeaders.File;
        headers.ContentEncoding = AssetFiles.Header(asset, HeaderNames.ContentEncoding);
        return TypedResults.Stream(
                file.CreateReadStream(), AssetFiles.Header(asset, HeaderNames.ContentType), lastModified: file.LastModified, enableRangeProcessing: true)
            .ExecuteAsync(context);
    }

    private (Endpoint Endpoint, StaticAssetDescriptor Asset)? AsPublished(StaticAssetDescriptor asset)
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

    // The archive knows a file by one of its addresses, so another answer to the other is another line.
    private void Tell(List<(string File, string Problem)> problems, string answer)
    {
        foreach (var (file, problem) in problems.Where(item => _told.TryAdd((item.File, answer), true)))
        {
            Log.NotAsPublished(logger, file, environment.WebRootPath, problem, answer);
        }
    }
}
