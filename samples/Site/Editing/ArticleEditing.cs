using Site.Magazine;

namespace Site.Editing;

/// <summary>Saves an article, and then tells the kept pages.</summary>
public sealed class ArticleEditing(Articles articles, IRevalidator revalidator)
{
    /// <summary>
    /// The article's own page is expired: the editor who looks at it next must see the change. All pages that mention it
    /// are revalidated: their readers need not wait.
    /// </summary>
    /// <returns>The two receipts, or null if there is no such article.</returns>
    public async Task<SaveReceipt?> SaveAsync(
        int id, string title, string summary, string body, CancellationToken cancellationToken = default)
    {
        if (!await articles.EditAsync(id, title, summary, body, cancellationToken))
        {
            return null;
        }

        var revalidated = await revalidator.RevalidateAsync("articles", cancellationToken);
        var expired = await revalidator.ExpireAsync($"article:{id}", cancellationToken);
        return new SaveReceipt(expired.Number, revalidated.Number, expired.IsDurable && revalidated.IsDurable);
    }
}
