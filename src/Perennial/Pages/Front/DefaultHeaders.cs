using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Primitives;
using Perennial.Deployment;
using Perennial.Http;

namespace Perennial.Pages.Front;

/// <summary>
/// Gives every response that passes a Cache-Control of its own: silence is an invitation to guess. Decides when the
/// response begins, when everybody else has spoken.
/// </summary>
internal sealed class DefaultHeaders(DeploymentIdentity deployment, HttpOptions options, CorsUsage cors)
{
    private readonly bool _writesStatus = options.CacheStatus;

    public async Task ApplyAsync(HttpContext context, string? cacheStatus)
    {
        var state = RequestState.Find(context);
        var headers = context.Response.Headers;
        if (state is { IsFromUpstream: true })
        {
            if (_writesStatus && cacheStatus is not null)
            {
                // A list, in the order from the origin on (RFC 9211 §2): the other server's caches come first.
                headers.Append("Cache-Status", cacheStatus);
            }

            if (headers.CacheControl.Count == 0 && await PermissionCheck.IsAsync(context, context.GetEndpoint()))
            {
                headers.CacheControl = FreshnessHeaders.Private;
            }

            return;
        }

        if (cacheStatus is not null && !headers.ContainsKey(DeploymentIdentity.Header))
        {
            deployment.Stamp(context);
        }

        if (_writesStatus && cacheStatus is not null && !headers.ContainsKey("Cache-Status"))
        {
            headers["Cache-Status"] = cacheStatus;
        }

        var endpoint = context.GetEndpoint();
        var asset = endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>();
        if (endpoint is null || (asset is not null && !IsCodedByTheBuild(asset)))
        {
            FileTags.WeakenETag(headers, isAnybodys: endpoint is null);
        }

        if (state is { IsPrivateDraft: true } && !IsAsset(endpoint, headers))
        {
            FreshnessHeaders.MakePrivate(headers);
            return;
        }

        var response = new DefaultCacheControl.Facts(
            context.Response.StatusCode,
            IsTheFrameworks(headers.CacheControl, asset) ? "" : headers.CacheControl.ToString(),
            context.Response.ContentType,
            SetsCookie: headers.SetCookie.Count > 0,
            IsPage: cacheStatus is not null,
            IsFile: endpoint is null ? headers.LastModified.Count > 0 : asset is not null,
            IsFingerprinted: state is { IsImmutableFile: true } || IsFingerprinted(endpoint),
            IsGuarded: await PermissionCheck.IsAsync(context, endpoint));
        if (DefaultCacheControl.For(response) is { } value)
        {
            headers.CacheControl = value;
        }

        if (headers.CacheControl == FreshnessHeaders.Immutable || headers.CacheControl == FreshnessHeaders.File)
        {
            cors.AddTo(headers);
        }

        if (MayStream(context.Response) && !headers.ContainsKey("X-Accel-Buffering"))
        {
            // nginx passes on what comes, and takes the header out.
            headers["X-Accel-Buffering"] = "no";
        }
    }

    // Assets are the same for everybody, so a draft visitor may cache them as well.
    private static bool IsAsset(Endpoint? endpoint, IHeaderDictionary headers) => endpoint is null
        ? headers.LastModified.Count > 0
        : endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    /// <summary>What has no length is written bit by bit; whether its bits wait for something, nobody knows at its beginning.</summary>
    private static bool MayStream(HttpResponse response) =>
        response is { ContentLength: null, StatusCode: StatusCodes.Status200OK, ContentType: { } type }
        && (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase));

    // MapStaticAssets says "no-cache" of what has no hash in its name, and UseStaticFiles nothing: here both are files.
    private static bool IsTheFrameworks(StringValues said, StaticAssetDescriptor? asset) =>
        asset?.ResponseHeaders.Any(header => header.Name == "Cache-Control" && header.Value == said.ToString()) is true;

    // A precompressed variant has its own entity tag, and is not compressed again.
    private static bool IsCodedByTheBuild(StaticAssetDescriptor asset) =>
        asset.ResponseHeaders.Any(static header => header.Name == "Content-Encoding");

    private static bool IsFingerprinted(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is { } asset && endpoint.Metadata.GetMetadata<MismatchedAsset>() is null
        && asset.Properties.Any(static property => property.Name == "fingerprint")
        && asset.ResponseHeaders.Any(static header => header.Name == "Cache-Control" && header.Value.Contains("immutable", StringComparison.Ordinal));
}
