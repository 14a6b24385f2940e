using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Twin.Http;

/// <summary>A refusal without a body says its reason; "not found" is left to the page that stands for it, which only GET can show.</summary>
internal static class PlainStatus
{
    public static Task WriteAsync(StatusCodeContext context)
    {
        var response = context.HttpContext.Response;
        var method = context.HttpContext.Request.Method;
        var isVisit = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        if (isVisit && response.StatusCode is StatusCodes.Status404NotFound)
        {
            return Task.CompletedTask;
        }

        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(ReasonPhrases.GetReasonPhrase(response.StatusCode));
    }
}
