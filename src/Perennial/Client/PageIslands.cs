namespace Perennial.Client;

internal sealed class PageIslands
{
    private readonly HashSet<string> _written = [];

    public bool Begin(string url) => _written.Add(url);
}
