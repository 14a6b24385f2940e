using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Rules;

/// <summary>What a request's own framing says of its body.</summary>
internal static class RequestFraming
{
    /// <summary>Whether there may be one. In HTTP/2 no header need say so, only that the stream has not ended.</summary>
    public static bool CanHaveBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody
        ?? (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0);
}
