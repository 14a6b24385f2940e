using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// The one spelling of a request's path that rules, proxy and routing decide by: decoded, without dot segments (Kestrel did
/// both), without empty segments and without a slash at its end.
/// </summary>
internal static class RequestPath
{
    public static string Of(HttpRequest request) => PathText.Canonical(request.Path.Value ?? "/");

    /// <summary>The address that was asked for, without its query, as a Location header would carry it.</summary>
    public static string Encoded(HttpRequest request) => request.Path.Value is null or "/" && request.PathBase.HasValue
        ? PathText.Encode(request.PathBase.Value!)
        : PathText.Encode(request.PathBase.Value + (request.Path.Value ?? "/"));

    public static string? Below(string path, string basePath) =>
        basePath.Length == 0 ? path
        : !path.StartsWith(basePath, StringComparison.OrdinalIgnoreCase) ? null
        : path.Length == basePath.Length ? "/"
        : path[basePath.Length] is '/' ? path[basePath.Length..]
        : null;
}
