namespace Perennial;

internal sealed record Invocation(Verb Verb)
{
    /// <summary>Whether this process renders pages for later and ends: it serves nobody, and keeps nothing of its own.</summary>
    public bool RendersAndExits => Verb is Verb.Build;

    public bool IsRunByUs { get; set; }
    public bool HasBegun { get; set; }
    public string? Misspelt { get; init; }
    public bool RequiresLedger { get; init; }
    public bool IsBest { get; init; }
    public bool LeavesSignals { get; init; }
}
