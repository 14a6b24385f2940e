using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Perennial.Telemetry;

// Why a check failed is logged, and not told to the client.
internal static class HealthAnswers
{
    /// <summary>The process answers; that is all there is to say. A process that drains is alive, and must not be killed for it.</summary>
    public static Task LiveAsync(HttpContext context) => WriteAsync(context, isWell: true, "live");

    public static async Task ReadyAsync(HttpContext context)
    {
        var state = context.RequestServices.GetRequiredService<Readiness>().State;
        if (state is not ReadinessState.Ready)
        {
            await WriteAsync(context, isWell: false, state is ReadinessState.Draining ? "draining" : "starting");
            return;
        }

        var isWell = await AppIsWellAsync(context);
        await WriteAsync(context, isWell, isWell ? "ready" : "unhealthy");
    }

    private static async Task<bool> AppIsWellAsync(HttpContext context)
    {
        if (context.RequestServices.GetService<HealthCheckService>() is not { } checks)
        {
            return true;
        }

        var report = await checks.CheckHealthAsync(static check => check.Tags.Contains(ReadinessCheck.Tag), context.RequestAborted);
        return report.Status is not HealthStatus.Unhealthy;
    }

    private static Task WriteAsync(HttpContext context, bool isWell, string word)
    {
        var response = context.Response;
        response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = word.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.WriteAsync(word, context.RequestAborted);
    }
}
