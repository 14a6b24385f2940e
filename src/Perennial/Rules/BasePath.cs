using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Takes the base path off a request. Not <c>UsePathBase</c>, which lets what lies outside pass, so that every page would have
/// two addresses.
/// </summary>
internal static class BasePath
{
    /// <summary>Another spelling of the base path is sent to the right one, with the rest as it was.</summary>
    public static bool TryRedirect(HttpContext context, string path, string basePath)
    {
        var request = context.Request;
        if (request.Path.Value!.StartsWith(basePath, StringComparison.Ordinal)
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.CacheControl = FreshnessHeaders.Private;
        context.Response.Headers.Location =
            request.PathBase.ToUriComponent() + PathText.Encode(basePath + path[basePath.Length..]) + request.QueryString.ToUriComponent();
        return true;
    }

    public static void Enter(HttpRequest request, string basePath)
    {
        if (request.PathBase.Value is { } entered && entered.EndsWith(basePath, StringComparison.Ordinal))
        {
            return;
        }

        var path = request.Path.Value ?? "/";
        if (!path.StartsWith(basePath, StringComparison.Ordinal))
        {
            path = RequestPath.Below(PathText.Canonical(path), basePath) ?? path;
        }
        else if (path.Length == basePath.Length || path[basePath.Length] is '/')
        {
            path = path.Length == basePath.Length ? "/" : path[basePath.Length..];
        }

        (request.PathBase, request.Path) = (request.PathBase.Value + basePath, path);
    }
}
