namespace Perennial.Client;

/// <summary>What the islands of one page have written already: their script once, and each style sheet once.</summary>
internal sealed class PageIslands
{
    private readonly HashSet<string> _written = [];

    /// <summary>Whether it was not written yet.</summary>
    public bool Begin(string url) => _written.Add(url);
}
