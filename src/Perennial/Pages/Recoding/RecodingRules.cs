using Perennial.Caching;
using Perennial.Caching.Ledger;

namespace Perennial.Pages.Recoding;

/// <summary>Which pages are worth a second coding, and when there is time for one.</summary>
internal static class RecodingRules
{
    /// <summary>Who asks once may be a crawler.</summary>
    public const int LeastAsks = 2;

    // What is coded cannot be interrupted; this much takes about a third of a second.
    private const int LargestBody = 256 * 1024;

    // Of all processors together. A site with hits all day is idle enough: one core makes tens of thousands of them a second.
    private const double IdleShare = 0.25;

    // So that coding takes at most a tenth of one processor, however many pages wait.
    private const int RestForWork = 9;

    private static readonly TimeSpan LeastLook = TimeSpan.FromSeconds(1);

    /// <summary>A page that is renewed sooner was coded for a handful of visits.</summary>
    private static readonly TimeSpan LeastLeft = TimeSpan.FromMinutes(10);

    public static bool IsWorthIt(PageOutput output, Lifetime lifetime, TimeSpan age, FreshnessState state) =>
        output is { IsBest: false, Brotli.Length: > 0, Body.Length: <= LargestBody }
        && state is FreshnessState.Fresh
        && (lifetime.Revalidate is not { } time || time - age >= LeastLeft);

    /// <summary>How long the process is watched before the next page, which is the rest after the last one.</summary>
    public static TimeSpan LookAfter(TimeSpan work) => work * RestForWork > LeastLook ? work * RestForWork : LeastLook;

    /// <param name="cpu">What the process used of its processors meanwhile.</param>
    /// <param name="elapsed">How long it was watched.</param>
    /// <param name="processors">How many it has.</param>
    public static bool IsIdle(TimeSpan cpu, TimeSpan elapsed, int processors) => cpu <= elapsed * processors * IdleShare;
}
