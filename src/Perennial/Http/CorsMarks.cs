using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Perennial.Http;

/// <summary>
/// Whether the app calls <c>UseCors</c>. Its policies may be for all endpoints, and no metadata tells of those, nor does
/// anything of the pipeline: only that the middleware asks for its service when the pipeline is made.
/// </summary>
internal sealed class CorsMarks(IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// What a kept answer depends on then, for a request without Origin as well: a cache that got it for such a one would
    /// show it to other origins without the header that lets them read it (Fetch §3.2.6, RFC 9110 §12.5.5).
    /// </summary>
    public const string Vary = "Origin";

    /// <summary>Whether the answer to a request from another origin may be another one, be it by its headers alone.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Whether a browser asks if it may send another request; the app's CORS middleware answers, and no page does.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>Says it of an answer that is no page: a font is asked for by other origins more often than one.</summary>
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
