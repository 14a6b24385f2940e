using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>Stands before pages, files and routing.</summary>
internal sealed class RuleTier(RuleTable table)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = PathText.Canonical(context.Request.Path.Value ?? "/");
        foreach (var rewrite in table.ExternalRewrites)
        {
            if (rewrite.Matches(context.Request, path, out var values))
            {
                context.Features.Set(rewrite.To(context.Request, values));
                break;
            }
        }

        return next(context);
    }
}
