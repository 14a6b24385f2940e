using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Perennial.Telemetry;

/// <summary>
/// The meter <c>Perennial</c> and the instruments that are written to when something happens. While nobody listens each
/// costs one look at a field, so that hits stay free of it.
/// </summary>
internal sealed class PerennialMeter
{
    public const string Name = "Perennial";

    /// <summary>From a page out of memory to one at the usual time limit of 60 s; the lower steps are those of HTTP's conventions.</summary>
    private static readonly double[] DurationSteps = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Counter<long> _requests;
    private readonly Counter<long> _joined;
    private readonly Counter<long> _invalidations;
    private readonly Counter<long> _errors;
    private readonly Histogram<double> _renders;
    private readonly Counter<long> _images;
    private readonly Histogram<double> _encodings;

    public PerennialMeter(IMeterFactory factory)
    {
        Meter = factory.Create(Name);
        _requests = Meter.CreateCounter<long>("perennial.page.requests", "{request}", "Requests that a page answered.");
        _joined = Meter.CreateCounter<long>(
            "perennial.page.render.joined", "{request}", "Requests that waited for a render which another one had begun.");
        _renders = Seconds("perennial.page.render.duration", "Duration of renders without a visitor.");
        _images = Meter.CreateCounter<long>("perennial.image.requests", "{request}", "Requests for optimised pictures.");
        _encodings = Seconds("perennial.image.encode.duration", "Duration of calls of the image codec, the wait for a worker included.");
        _invalidations = Meter.CreateCounter<long>("perennial.invalidations", "{invalidation}", "Invalidations acknowledged by this process.");
        _errors = Meter.CreateCounter<long>("perennial.request.errors", "{error}", "Errors of requests and renders, each once.");
    }

    public Meter Meter { get; }

    public bool CountsRequests => _requests.Enabled;

    public void Answered(string route, string result) => _requests.Add(1, new(Tags.Route, route), new(Tags.CacheResult, result));

    public void Joined(string route) => _joined.Add(1, new KeyValuePair<string, object?>(Tags.Route, route));

    public void Rendered(string route, string reason, string outcome, Exception? error, TimeSpan duration)
    {
        if (_renders.Enabled)
        {
            var tags = new TagList { { Tags.Route, route }, { Tags.RenderReason, reason }, { Tags.RenderOutcome, outcome } };
            if (error is not null)
            {
                tags.Add(Tags.ErrorType, error.GetType().FullName);
            }

            _renders.Record(duration.TotalSeconds, tags);
        }
    }

    public void AnsweredImage(string result, int? errorStatus)
    {
        if (!_images.Enabled)
        {
            return;
        }

        var tags = new TagList { { Tags.CacheResult, result } };
        if (errorStatus is { } status)
        {
            tags.Add(Tags.ErrorType, status.ToString(CultureInfo.InvariantCulture));
        }

        _images.Add(1, tags);
    }

    public void Encoded(string mediaType, string? error, TimeSpan duration)
    {
        if (!_encodings.Enabled)
        {
            return;
        }

        var tags = new TagList { { Tags.ImageFormat, mediaType } };
        if (error is not null)
        {
            tags.Add(Tags.ErrorType, error);
        }

        _encodings.Record(duration.TotalSeconds, tags);
    }

    public void Invalidated(string kind) => _invalidations.Add(1, new KeyValuePair<string, object?>(Tags.InvalidationKind, kind));

    public void Failed(Exception error, RequestErrorContext context)
    {
        if (_errors.Enabled)
        {
            _errors.Add(
                1,
                new(Tags.ErrorKind, Word(context.Kind)),
                new(Tags.ErrorReason, Word(context.Reason)),
                new(Tags.ErrorType, error.GetType().FullName));
        }
    }

    private Histogram<double> Seconds(string name, string description) => Meter.CreateHistogram(
        name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationSteps });

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
