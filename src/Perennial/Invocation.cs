namespace Perennial;

/// <summary>How this process was started.</summary>
internal sealed record Invocation(Verb Verb)
{
    /// <summary>Whether the app runs by <c>RunPerennialAsync</c>: only that one can build.</summary>
    public bool IsRunByUs { get; set; }

    /// <summary>Whether the host starts, or has: from here on the pipeline is built, and not before.</summary>
    public bool HasBegun { get; set; }

    /// <summary>A first argument that is no verb and looks like one; null when there is none.</summary>
    public string? Misspelt { get; init; }

    /// <summary>Whether <c>build</c> fails when it can read no ledger.</summary>
    public bool RequiresLedger { get; init; }

    /// <summary>Whether the app handles SIGINT and SIGTERM itself.</summary>
    public bool LeavesSignals { get; init; }
}
