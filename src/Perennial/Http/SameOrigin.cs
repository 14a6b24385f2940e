using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

internal static class SameOrigin
{
    public static bool? Judge(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site])
        {
            // "same-site" is another host: a forgotten subdomain must not post here.
            return site is "same-origin" or "none";
        }

        return request.Headers.Origin is [{ } origin]
            ? origin.Equals($"{request.Scheme}://{request.Host.ToUriComponent()}", StringComparison.OrdinalIgnoreCase)
            : request.Headers.Origin.Count > 0 ? false : null;
    }
}
