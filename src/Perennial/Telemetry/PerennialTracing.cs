using System.Diagnostics;

namespace Perennial.Telemetry;

/// <summary>The activity source <c>Perennial</c>: a span for each render.</summary>
internal sealed class PerennialTracing : IDisposable
{
    public const string Name = "Perennial";

    private readonly ActivitySource _source = new(Name);

    public bool HasListeners => _source.HasListeners();

    /// <summary>The trace that a render will belong to or point at; asked before the work leaves the request's context.</summary>
    public ActivityContext Cause => HasListeners ? Activity.Current?.Context ?? default : default;

    /// <param name="route">The route's pattern.</param>
    /// <param name="kind">What sort of page it is.</param>
    /// <param name="reason">Why it is rendered.</param>
    /// <param name="cause">The request that caused it; default when there was none.</param>
    /// <param name="isWaitedFor">
    /// Whether that request waits. If so the span is its child. If not, it is over long before the render, whose trace is
    /// then one of its own with a link to it.
    /// </param>
    public Activity? StartRender(string route, string kind, string reason, ActivityContext cause, bool isWaitedFor)
    {
        if (!HasListeners)
        {
            return null;
        }

        KeyValuePair<string, object?>[] tags = [new(Tags.Route, route), new(Tags.PageKind, kind), new(Tags.RenderReason, reason)];
        ActivityLink[]? links = isWaitedFor || cause == default ? null : [new(cause)];
        return _source.StartActivity("render " + route, ActivityKind.Internal, isWaitedFor ? cause : default, tags, links);
    }

    public static void End(Activity activity, string outcome, Exception? error)
    {
        activity.SetTag(Tags.RenderOutcome, outcome);
        if (error is not null)
        {
            activity.SetTag(Tags.ErrorType, error.GetType().FullName);
            activity.SetStatus(ActivityStatusCode.Error, error.Message);
            activity.AddException(error);
        }

        activity.Dispose();
    }

    public void Dispose() => _source.Dispose();
}
