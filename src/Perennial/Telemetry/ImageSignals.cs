using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Telemetry;

/// <summary>What a picture's answer and its making leave behind.</summary>
internal sealed class ImageSignals(PerennialMeter meter, PerennialTracing tracing)
{
    /// <summary>On the path of every hit: while nobody listens, two looks at fields.</summary>
    /// <param name="context">The request.</param>
    /// <param name="result">One of <see cref="CacheResult"/>.</param>
    /// <param name="errorStatus">The status, where the answer is an error.</param>
    public void Answered(HttpContext context, string result, int? errorStatus = null)
    {
        meter.AnsweredImage(result, errorStatus);
        if (tracing.HasListeners && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
        {
            activity.SetTag(Tags.CacheResult, result);
        }
    }

    /// <param name="mediaType">Of what was to be made.</param>
    /// <param name="error">Why nothing was made; null when something was.</param>
    /// <param name="duration">From the call of the codec to its answer, the wait for a worker included.</param>
    public void Encoded(string mediaType, string? error, TimeSpan duration) => meter.Encoded(mediaType, error, duration);
}
