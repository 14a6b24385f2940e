using Site.Magazine;

namespace Site.Editing;

/// <summary>Saves an article, and then tells the kept pages.</summary>
public sealed class ArticleEditing(Articles articles, Manuscripts manuscripts, IRevalidator revalidator)
{
    /// <summary>
    /// The article's own page is expired: the editor who looks at it next must see the change. All pages that mention it
    /// are revalidated: their readers need not wait.
    /// </summary>
    /// <returns>The two receipts, or null if no page was told: there is no such article, or it is not published.</returns>
    public async Task<SaveReceipt?> SaveAsync(
        int id, string title, string summary, string body, CancellationToken cancellationToken = default)
    {
        if (!await articles.EditAsync(id, title, summary, body, cancellationToken)
            || await articles.FindAsync(id, cancellationToken) is not { IsPublished: true })
        {
            return null;
        }

        var revalidated = await revalidator.RevalidateAsync("articles", cancellationToken);
        var expired = await revalidator.ExpireAsync($"article:{id}", cancellationToken);
        return new SaveReceipt(expired.Number, revalidated.Number, expired.IsDurable && revalidated.IsDurable);
    }

    /// <summary>
    /// Publishes a manuscript. Somebody may have asked for it before, and "not found" be kept at its path, so that the path
    /// is expired, too.
    /// </summary>
    public async Task<SaveReceipt?> PublishAsync(int id, CancellationToken cancellationToken = default)
    {
        if (!await manuscripts.PublishAsync(id, cancellationToken) || await articles.FindAsync(id, cancellationToken) is not { } article)
        {
            return null;
        }

        var revalidated = await revalidator.RevalidateAsync("articles", cancellationToken);
        var expired = await revalidator.ExpireAsync([$"article:{id}", CacheTag.Path(article.Path)], cancellationToken);
        return new SaveReceipt(expired.Number, revalidated.Number, expired.IsDurable && revalidated.IsDurable);
    }
}
