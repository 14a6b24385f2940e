namespace Site.Shell;

internal static class SecurityHeaders
{
    // Two scripts, both files: Perennial's, with the rules that it writes for getting a page ahead of a click, and the sowing
    // calendar's. A picture's preview and its place are attributes of its own element, which no attacker writes.
    private const string Policy =
        "default-src 'none'; script-src 'self' 'inline-speculation-rules'; connect-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Stands before UsePerennial: kept pages get these headers too, and a change of them needs no new render.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        return next(context);
    });
}
