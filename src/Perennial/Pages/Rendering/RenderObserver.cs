using System.Diagnostics;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Telemetry;

namespace Perennial.Pages.Rendering;

internal sealed class RenderObserver(RequestErrors errors, PerennialMeter meter, PerennialTracing tracing, TimeProvider time)
{
    public ActivityContext Cause => tracing.Cause;

    public async Task<RenderOutcome> RunAsync(PageAddress address, RenderReason reason, ActivityContext cause, Func<Task<RenderOutcome>> render)
    {
        var begun = time.GetTimestamp();
        var page = address.Page;
        var activity = tracing.StartRender(page.Route, WordOf(page.Kind), WordOf(reason), cause, reason is not RenderReason.Refresh);
        var outcome = await render();
        var error = (outcome as RenderOutcome.Failed)?.Error;
        meter.Rendered(page.Route, WordOf(reason), WordOf(outcome), error, time.GetElapsedTime(begun));

        // Before the span ends, so that whoever is told of the error finds it.
        if (error is not null && ErrorReasonOf(reason) is { } because)
        {
            errors.Report(error, new("GET", address.Path), VisitorErrors.Describe(page, because));
        }

        if (activity is not null)
        {
            PerennialTracing.End(activity, WordOf(outcome), error);
        }

        return outcome;
    }

    // The build reports errors itself, and runs no instrumentation.
    private static RequestErrorReason? ErrorReasonOf(RenderReason reason) => reason switch
    {
        RenderReason.Miss => RequestErrorReason.Miss,
        RenderReason.Refresh => RequestErrorReason.Refresh,
        RenderReason.Regenerate => RequestErrorReason.Regenerate,
        _ => null,
    };

    private static string WordOf(RenderReason reason) => reason switch
    {
        RenderReason.Miss => "miss",
        RenderReason.Refresh => "refresh",
        RenderReason.Regenerate => "regenerate",
        _ => "build",
    };

    private static string WordOf(RenderOutcome outcome) => outcome switch
    {
        RenderOutcome.Kept => "kept",
        RenderOutcome.NotKept => "not_kept",
        _ => "failed",
    };

    private static string WordOf(CacheKind kind) => kind switch
    {
        CacheKind.Component => "component",
        CacheKind.View => "view",
        _ => "endpoint",
    };
}
