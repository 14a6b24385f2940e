using Site.Magazine;

namespace Site.Editing;

/// <summary>What a content system's preview link leads to. The desk of this site needs no such link: its editors are known.</summary>
internal static class Preview
{
    public static async ValueTask<string?> FindAsync(Articles articles, string slug, CancellationToken cancellationToken) =>
        (await articles.FindAsync(slug, withDrafts: true, cancellationToken))?.Path;
}
