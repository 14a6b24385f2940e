using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Takes the base path off a request. Not <c>UsePathBase</c>, which lets what lies outside pass, so that every page would have
/// two addresses.
/// </summary>
internal static class BasePath
{
    public static bool IsOtherSpelling(HttpRequest request, string basePath) => !request.Path.Value!.StartsWith(basePath, StringComparison.Ordinal);

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
