namespace Perennial;

internal sealed record Invocation(Verb Verb)
{
    public bool IsRunByUs { get; set; }
    public bool HasBegun { get; set; }
    public string? Misspelt { get; init; }
    public bool RequiresLedger { get; init; }
    public bool IsBest { get; init; }
    public bool LeavesSignals { get; init; }
}
