namespace Site.Shell;

/// <summary>The section that a page belongs to, when its address does not say so: an article's. One for each render.</summary>
internal sealed class Whereabouts
{
    public event EventHandler? Changed;

    /// <summary>The section's address.</summary>
    public string? Section { get; private set; }

    public void Are(string section)
    {
        Section = section;
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
