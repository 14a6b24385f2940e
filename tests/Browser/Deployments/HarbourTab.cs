using Microsoft.Playwright;

namespace Perennial.Browser.Deployments;

/// <summary>A tab that is open in the harbour.</summary>
public sealed class HarbourTab(HarbourInChromium harbour, IPage page, string agent) : IAsyncDisposable
{
    public IPage Page { get; } = page;

    /// <summary>What this tab asked the running deployment for.</summary>
    public Task<IReadOnlyList<HarbourVisit>> VisitsAsync() => harbour.VisitsAsync(agent);

    /// <summary>Waits until this tab has asked for a path.</summary>
    public Task<HarbourVisit> VisitAsync(string path) => harbour.VisitAsync(agent, path);

    public ValueTask DisposeAsync() => Page.Context.DisposeAsync();
}
