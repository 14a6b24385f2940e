using Perennial.Caching.Flights;

namespace Perennial.Caching.Reads;

/// <summary>
/// How what becomes part of a render waits: for a new one where what there is was invalidated, since the render is kept in its
/// turn. A visitor does not wait for what has just failed: that is tried behind, and the render does without.
/// </summary>
internal static class ReadForRender
{
    public const StaleUse Stale = StaleUse.ServeTooOld;

    public static AfterFailure AfterFailure =>
        RenderScope.Current is null or { Reason: RenderReason.Miss } ? AfterFailure.TryBehind : AfterFailure.Retry;
}
