using Perennial.Caching;
using Perennial.Telemetry;

namespace Perennial.Pages.Rendering;

/// <summary>What the world outside is told of a render.</summary>
internal sealed class RenderObserver(RequestErrors errors)
{
    public void Ended(PageAddress address, RenderReason reason, RenderOutcome outcome)
    {
        if (outcome is RenderOutcome.Failed failed && ReasonOf(reason) is { } because)
        {
            errors.Report(failed.Error, new("GET", address.Path), VisitorErrors.Describe(address.Page, because));
        }
    }

    // A build says what is wrong by itself, and has no instrumentations.
    private static RequestErrorReason? ReasonOf(RenderReason reason) => reason switch
    {
        RenderReason.Miss => RequestErrorReason.Miss,
        RenderReason.Refresh => RequestErrorReason.Refresh,
        RenderReason.Regenerate => RequestErrorReason.Regenerate,
        _ => null,
    };
}
