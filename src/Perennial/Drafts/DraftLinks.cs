using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Perennial.Http;

namespace Perennial.Drafts;

internal sealed class DraftLinks(DraftGate gate, ILogger<DraftLinks> logger)
{
    private const int LongestSlug = 2048;

    public async Task EnterAsync(HttpContext context, DraftSecret expected, Func<string, ValueTask<string?>> resolve)
    {
        var query = context.Request.Query;
        if (!expected.Is(Only(query["secret"])) || Only(query["slug"]) is not { Length: > 0 } slug)
        {
            Complain(expected);
            await RefuseAsync(context, "Invalid token");
            return;
        }

        if (Prefetch.Is(context.Request))
        {
            await DeferAsync(context);
            return;
        }

        var path = slug.Length > LongestSlug ? null : await resolve(slug);
        if (path is not null && !PathText.IsLocal(path))
        {
            Log.NotLocal(logger);
            path = null;
        }

        if (path is null)
        {
            await RefuseAsync(context, "Invalid slug");
            return;
        }

        gate.Turn(context, on: true);
        Log.Entered(logger);
        Redirect(context, StatusCodes.Status307TemporaryRedirect, path);
    }

    public Task LeaveAsync(HttpContext context)
    {
        if (Prefetch.Is(context.Request))
        {
            return DeferAsync(context);
        }

        gate.Turn(context, on: false);

        // 303, so that a form's POST is followed by a GET.
        var path = Only(context.Request.Query["path"]);
        Redirect(context, StatusCodes.Status303SeeOther, PathText.IsLocal(path) ? path! : "/");
        return Task.CompletedTask;
    }

    private void Complain(DraftSecret expected)
    {
        if (expected.IsMissing)
        {
            // No error at the start: the verb build runs where no secrets are.
            Log.NoSecret(logger);
        }
        else
        {
            Log.Refused(logger);
        }
    }

    private static string? Only(StringValues values) => values.Count is 1 ? values[0] : null;

    private static Task RefuseAsync(HttpContext context, string message)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.CacheControl = FreshnessHeaders.Private;
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync($$"""{"message":"{{message}}"}""", context.RequestAborted);
    }

    private static Task DeferAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = FreshnessHeaders.Private;
        return Task.CompletedTask;
    }

    private static void Redirect(HttpContext context, int status, string path)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = FreshnessHeaders.Private;
        context.Response.Headers.Location = context.Request.PathBase.ToUriComponent() + PathText.ToLocation(path);
    }
}
