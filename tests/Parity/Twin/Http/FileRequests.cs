using Microsoft.Extensions.Primitives;

namespace Twin.Http;

/// <summary>
/// Two points in which the file middleware reads RFC 9110 otherwise than it stands: If-None-Match compares weakly (13.1.2),
/// and a range in an unknown unit is ignored (14.2).
/// </summary>
internal sealed class FileRequests(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.IfNoneMatch.Count > 0)
        {
            headers.IfNoneMatch = new StringValues(
                [.. headers.IfNoneMatch.Select(tags => tags?.Replace("W/\"", "\"", StringComparison.Ordinal))]);
        }

        if (headers.Range is [{ } range] && !range.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            headers.Range = default;
        }

        return next(context);
    }
}
