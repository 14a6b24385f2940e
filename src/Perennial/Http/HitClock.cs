using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Perennial.Http;

/// <summary>Age and Cache-Status of one kept answer. They change once a second, so their texts are made once a second.</summary>
internal sealed class HitClock(long lifetimeSeconds)
{
    private Texts? _texts;

    public Texts At(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        var texts = Volatile.Read(ref _texts);
        if (texts is null || texts.Seconds != seconds)
        {
            // Age counts whole seconds, and an answer is stale from its last one on: "ttl=0" would say that it still is fresh.
            var left = seconds < lifetimeSeconds ? lifetimeSeconds - seconds : Math.Min(lifetimeSeconds - seconds, -1);
            texts = new(seconds, seconds.ToString(CultureInfo.InvariantCulture), CacheStatus.Hit(left));
            Volatile.Write(ref _texts, texts);
        }

        return texts;
    }

    internal sealed record Texts(long Seconds, StringValues Age, StringValues Hit);
}
