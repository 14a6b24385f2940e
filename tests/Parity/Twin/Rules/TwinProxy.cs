using Perennial.Rules;

namespace Twin.Rules;

/// <summary>The Next app's <c>proxy.js</c>.</summary>
internal sealed class TwinProxy : IProxy
{
    public static void Match(ProxyMatchers matchers)
    {
        matchers.Add("/mw/{**path}");
        matchers.Add("/p/isr-long");
        matchers.Add("/photo-mw.png");
        matchers.Add("/mwhas", has: [RuleCondition.Header("x-need")], missing: [RuleCondition.Cookie("skip")]);
    }

    public ValueTask<ProxyResult> RunAsync(ProxyContext context, CancellationToken cancellationToken) => new(context.Path switch
    {
        "/mw/respond" => Respond(context),
        "/mw/json" => ProxyResult.Respond(Results.Json(new { from = "proxy" })),
        "/mw/redirect" => ProxyResult.Redirect("/a/static"),
        "/mw/redirect308" => ProxyResult.Redirect("/a/static", StatusCodes.Status308PermanentRedirect),
        "/mw/rewrite" => ProxyResult.Rewrite("/a/static"),
        "/mw/rewrite-isr" => ProxyResult.Rewrite("/p/isr"),
        "/mw/rewrite-missing" => ProxyResult.Rewrite("/definitely-missing"),
        "/mw/throw" => throw new InvalidOperationException("proxy-throw"),
        "/mw/cookie" => WithCookie(context),
        "/mw/reqheader" => WithRequestHeader(context),
        _ => Marked(context),
    });

    private static ProxyResult Respond(ProxyContext context)
    {
        context.ResponseHeaders["x-from"] = "proxy";
        return ProxyResult.Respond(Results.Text("from-proxy", statusCode: StatusCodes.Status418ImATeapot));
    }

    private static ProxyResult WithCookie(ProxyContext context)
    {
        context.HttpContext.Response.Cookies.Append("pc", "1", new() { MaxAge = TimeSpan.FromSeconds(10) });
        return ProxyResult.Rewrite("/a/static");
    }

    private static ProxyResult WithRequestHeader(ProxyContext context)
    {
        context.SetRequestHeader("x-mw", "added");
        return ProxyResult.Rewrite("/api/echo");
    }

    private static ProxyResult Marked(ProxyContext context)
    {
        context.ResponseHeaders["x-proxy"] = "1";
        return ProxyResult.Continue;
    }
}
