using Perennial.Pages;

namespace Perennial.Prerendering;

/// <summary>What came of a build.</summary>
/// <param name="BuildId">Its id.</param>
/// <param name="Origin">Its run, its code and its position.</param>
/// <param name="Folder">Where it was written.</param>
/// <param name="Routes">All pages of the app, in the order of their routes.</param>
/// <param name="Elapsed">How long the renders took together, by the clock on the wall.</param>
internal sealed record BuildReport(
    string BuildId, BuildOrigin Origin, string Folder, IReadOnlyList<RouteResult> Routes, TimeSpan Elapsed)
{
    /// <summary>Paths that something in front of their page answered when the build asked what visitors of them are looked up as.</summary>
    public IReadOnlyList<PageAddress> Unanswered { get; init; } = [];

    /// <summary>Headers that pages set and that are not kept with them, each with the routes that set it.</summary>
    public IReadOnlyList<(string Header, IReadOnlyList<string> Routes)> LeftHeaders { get; init; } = [];

    public IEnumerable<PathResult> Paths => Routes.SelectMany(static route => route.Paths);
}
