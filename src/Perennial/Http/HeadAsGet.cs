using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Marks a HEAD request that runs as GET, because endpoints that answer GET seldom declare HEAD (RFC 9110 §9.3.2 wants it).</summary>
internal sealed class HeadAsGet
{
    private static readonly HeadAsGet Mark = new();

    public static void Begin(HttpContext context)
    {
        context.Features.Set(Mark);
        context.Request.Method = HttpMethods.Get;
    }

    public static void End(HttpContext context)
    {
        context.Features.Set<HeadAsGet>(null);
        context.Request.Method = HttpMethods.Head;
    }
}
