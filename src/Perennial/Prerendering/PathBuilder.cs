using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Pages;
using Perennial.Pages.Recording;
using Perennial.Pages.Rendering;

namespace Perennial.Prerendering;

internal sealed class PathBuilder(PageRenderer renderer, TimeProvider time)
{
    public async Task<PathResult> BuildAsync(PageAddress address, IBuildTarget target, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var outcome = await renderer.RenderAsync(address, target.PositionOf(address), RenderReason.Build, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var result = new PathResult(address, time.GetElapsedTime(begun));
        switch (outcome)
        {
            case RenderOutcome.Kept { Entry: { Facts.IsNegative: false } entry }:
                return Describe(result, entry) with { Entry = await target.WriteAsync(address, entry, result.Elapsed, cancellationToken) };
            case RenderOutcome.Kept kept:
                var absent = Describe(result, kept.Entry);
                return absent with { Warning = $"{DisplayText.Address(address, hasSites: false)} answers {absent.Status}; it is left out of the build" };
            case RenderOutcome.NotKept not when address.Page.Policy.IsDeclared:
                return result with { Error = NotKept(address, not.Reason) };
            case RenderOutcome.NotKept not:
                return result with { DynamicBecause = not.Reason };
            case RenderOutcome.Failed failed:
                return result with { Error = Failed(address, failed.Error) };
            default:
                throw new System.Diagnostics.UnreachableException(outcome.ToString());
        }
    }

    private static PathResult Describe(PathResult result, CacheEntry entry)
    {
        var output = PageOutput.From(entry)!;
        return result with
        {
            Status = output.Status,
            Size = output.Body.Length,
            Brotli = output.Brotli.Length > 0 ? output.Brotli.Length : null,
            Lifetime = entry.Facts.Lifetime,
            Tags = entry.Facts.Tags,
        };
    }

    private static PerennialException NotKept(PageAddress address, string because) => new(
        "PER3104",
        $"{PageNames.Describe(address)} says that it may be kept, but this response may not: {because}. "
        + "Take that out of the page or its layout, give it another layout, or take the declaration away: without one it is rendered for each request.");

    private static PerennialException Failed(PageAddress address, Exception error)
    {
        var place = AppStackFrame.Of(error);
        return new(
            "PER3103",
            $"{PageNames.Describe(address)} could not be rendered: {error.GetType().Name}: {error.Message}"
            + (place is null ? "" : $" (in {place})"),
            error);
    }
}
