using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Site.Storage;

namespace Site.Magazine;

/// <summary>Articles on their way to being published.</summary>
public sealed class Manuscripts(SiteStore store, TimeProvider time)
{
    public const int LongestTitle = 120;

    /// <summary>Begins an article that no reader sees.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> BeginAsync(string title, string category, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        var slug = SlugOf(title);
        var taken = await db.Articles.Where(a => a.Slug == slug || a.Slug.StartsWith(slug + "-")).CountAsync(cancellationToken);
        var article = new Article
        {
            Slug = taken is 0 ? slug : $"{slug}-{taken + 1}",
            Category = category,
            Title = title,
            Summary = "",
            Author = "The editors",
            Published = Today,
            IsPublished = false,
            Plants = "seedlings grass",
            Tone = "sage",
            Body = "",
        };
        db.Articles.Add(article);
        await db.SaveChangesAsync(cancellationToken);
        return article.Id;
    }

    /// <returns>Whether there was such a manuscript.</returns>
    public async Task<bool> PublishAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        var today = Today;
        return await db.Articles.Where(a => a.Id == id && !a.IsPublished).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.IsPublished, true).SetProperty(a => a.Published, today), cancellationToken) == 1;
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Letters without their accents, digits, and single hyphens.</summary>
    private static string SlugOf(string title)
    {
        var slug = new StringBuilder();
        foreach (var c in title.Normalize(NormalizationForm.FormD).Where(static c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] is not '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-') is { Length: > 0 } text ? text : "untitled";
    }
}
