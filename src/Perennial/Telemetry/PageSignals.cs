using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Telemetry;

internal sealed class PageSignals(PerennialMeter meter, PerennialTracing tracing)
{
    /// <summary>On the path of every hit: while nobody listens, two looks at fields.</summary>
    public void Answered(HttpContext context, string route, string result)
    {
        if (meter.CountsRequests)
        {
            meter.Answered(route, result);
        }

        if (tracing.HasListeners && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
        {
            // A hit never reaches routing, so the server's span would have no route.
            activity.SetTag(Tags.Route, route);
            activity.SetTag(Tags.CacheResult, result);
        }
    }

    public void Joined(string route) => meter.Joined(route);

    public void Invalidated(string kind) => meter.Invalidated(kind);
}
