using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Telemetry;

internal sealed class ImageSignals(PerennialMeter meter, PerennialTracing tracing)
{
    /// <summary>On the path of every hit: while nobody listens, two looks at fields.</summary>
    public void Answered(HttpContext context, string result, int? errorStatus = null)
    {
        meter.AnsweredImage(result, errorStatus);
        if (tracing.HasListeners && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
        {
            activity.SetTag(Tags.CacheResult, result);
        }
    }

    public void Encoded(string mediaType, string? error, TimeSpan duration) => meter.Encoded(mediaType, error, duration);
}
