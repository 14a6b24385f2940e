using Microsoft.AspNetCore.Http;
using Perennial.Rules;

namespace Perennial.Examples.Rules;

public sealed class TenantProxy : IProxy
{
    public ValueTask<ProxyResult> RunAsync(ProxyContext context, CancellationToken cancellationToken)
    {
        if (context.HttpContext.Request.Cookies["tenant"] is not { Length: > 0 } tenant)
        {
            return new(ProxyResult.Redirect("/sign-in?from=" + Uri.EscapeDataString(context.Path)));
        }

        if (tenant == "suspended")
        {
            return new(ProxyResult.Respond(Results.Text("Suspended", statusCode: 403)));
        }

        context.SetRequestHeader("X-Tenant", tenant);
        context.ResponseHeaders["X-Served-For"] = "tenant";
        return new(ProxyResult.Rewrite("/tenants" + context.Path["/app".Length..]));
    }
}
