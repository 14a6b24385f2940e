using Microsoft.EntityFrameworkCore;
using Site.Storage;

namespace Site.Magazine;

public sealed class Articles(SiteStore store, TimeProvider time)
{
    /// <summary>What is published.</summary>
    public Task<List<Article>> ListAsync(CancellationToken cancellationToken = default) => ListAsync(withDrafts: false, cancellationToken);

    public async Task<List<Article>> ListAsync(bool withDrafts, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        return await NewestFirst(db, withDrafts).ToListAsync(cancellationToken);
    }

    public async Task<List<Article>> InCategoryAsync(
        string category, bool withDrafts = false, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        return await NewestFirst(db, withDrafts).Where(a => a.Category == category).ToListAsync(cancellationToken);
    }

    public async Task<List<Article>> SearchAsync(string words, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        var pattern = LikePattern.Containing(words);
        return await NewestFirst(db, withDrafts: false)
            .Where(a => EF.Functions.Like(a.Title + " " + a.Summary + " " + a.Body, pattern, LikePattern.Escape))
            .ToListAsync(cancellationToken);
    }

    public async Task<Article?> FindAsync(string slug, bool withDrafts = false, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        return await db.Articles.AsNoTracking().SingleOrDefaultAsync(a => a.Slug == slug && (withDrafts || a.IsPublished), cancellationToken);
    }

    public async Task<Article?> FindByFormerSlugAsync(string slug, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        return await db.Articles.AsNoTracking().SingleOrDefaultAsync(a => a.FormerSlug == slug, cancellationToken);
    }

    public async Task<Article?> FindAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        return await db.Articles.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
    }

    /// <returns>Whether there was such an article.</returns>
    public async Task<bool> EditAsync(
        int id, string title, string summary, string body, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        var edited = time.GetUtcNow().UtcDateTime;
        return await db.Articles.Where(a => a.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.Title, title)
                .SetProperty(a => a.Summary, summary)
                .SetProperty(a => a.Body, body)
                .SetProperty(a => a.EditedUtc, edited),
            cancellationToken) == 1;
    }

    private static IQueryable<Article> NewestFirst(SiteDb db, bool withDrafts) =>
        db.Articles.AsNoTracking().Where(a => withDrafts || a.IsPublished).OrderByDescending(a => a.Published).ThenByDescending(a => a.Id);
}
