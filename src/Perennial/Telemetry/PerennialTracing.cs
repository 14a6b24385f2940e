using System.Diagnostics;

namespace Perennial.Telemetry;

internal sealed class PerennialTracing : IDisposable
{
    public const string Name = "Perennial";

    private readonly ActivitySource _source = new(Name);

    public bool HasListeners => _source.HasListeners();

    // Read before the work leaves the request's context.
    public ActivityContext Cause => HasListeners ? Activity.Current?.Context ?? default : default;

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
