using System.Text;
using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>An answer that no page and no other server gives, but this package itself: true at this moment, so that nobody may keep it.</summary>
internal static class OwnAnswer
{
    /// <summary>Without a body, so that the app's status-code page may fill it.</summary>
    public static void Set(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = FreshnessHeaders.Private;
    }

    public static Task WriteAsync(HttpContext context, int status, string text)
    {
        Set(context, status);
        var response = context.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>What is asked for is no address, whoever notices it first.</summary>
    public static Task MalformedAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request");

    /// <summary>What is asked for can only be read.</summary>
    public static Task OnlyReadAsync(HttpContext context) => NotAllowedAsync(context, "GET, HEAD");

    public static Task NotAllowedAsync(HttpContext context, string allow)
    {
        context.Response.Headers.Allow = allow;
        return WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");
    }
}
