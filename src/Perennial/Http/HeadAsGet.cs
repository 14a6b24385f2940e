using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Runs a HEAD request as GET, because endpoints that answer GET seldom declare HEAD (RFC 9110 §9.3.2 wants it).</summary>
internal static class HeadAsGet
{
    public static void Begin(HttpContext context)
    {
        RequestState.Of(context).IsHeadAsGet = true;
        context.Request.Method = HttpMethods.Get;
    }

    public static void End(HttpContext context)
    {
        RequestState.Of(context).IsHeadAsGet = false;
        context.Request.Method = HttpMethods.Head;
    }

    public static bool Is(HttpContext context) => RequestState.Find(context) is { IsHeadAsGet: true };
}
