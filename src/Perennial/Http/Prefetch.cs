using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Perennial.Http;

/// <summary>Whether a browser fetches what nobody has asked for yet, and perhaps never will.</summary>
internal static class Prefetch
{
    public static bool Is(HttpRequest request)
    {
        var headers = request.Headers;

        // The standard (Fetch §2.2.6), then what came before it: Chromium, Safari, Firefox.
        return Says(headers["Sec-Purpose"]) || Says(headers["Purpose"]) || Says(headers["X-Purpose"]) || Says(headers["X-Moz"]);
    }

    // With parameters in any number: "prefetch;prerender".
    private static bool Says(StringValues purpose)
    {
        foreach (var value in purpose)
        {
            if (value is not null
                && (value.Contains("prefetch", StringComparison.OrdinalIgnoreCase)
                    || value.Contains("prerender", StringComparison.OrdinalIgnoreCase)
                    || value.Contains("preview", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
