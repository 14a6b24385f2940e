namespace Perennial.Pages;

/// <summary>Whether a page is another one's second name.</summary>
/// <param name="Page">The page that links name; null where that is the page itself.</param>
/// <param name="Segment">Which segment of the path its pattern does without.</param>
internal sealed record LinkedName(PageDefinition? Page, int Segment)
{
    public static LinkedName None { get; } = new(null, 0);
}
