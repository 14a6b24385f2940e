using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Perennial.Http;

/// <summary>
/// Whether the app calls <c>UseCors</c>. Its policies may be for all endpoints, and no metadata tells of those, nor does
/// anything of the pipeline: only that the middleware asks for its service when the pipeline is made.
/// </summary>
internal sealed class CorsUsage(IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// What a kept answer depends on then, for a request without Origin as well: a cache that got it for such a request would
    /// show it to other origins without the header that lets them read it (Fetch §3.2.6, RFC 9110 §12.5.5).
    /// </summary>
    public const string Vary = "Origin";

    public bool IsUsed { get; private set; }

    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    // For answers that are no pages: fonts are often requested by other origins.
    public void AddTo(IHeaderDictionary headers)
    {
        if (IsUsed && !headers.GetCommaSeparatedValues("Vary").Contains(Vary, StringComparer.OrdinalIgnoreCase))
        {
            headers.Append("Vary", Vary);
        }
    }

    /// <summary>Called whenever the service is made. MVC makes one for each request, which says nothing.</summary>
    public void Note() => IsUsed |= !lifetime.ApplicationStarted.IsCancellationRequested;
}
