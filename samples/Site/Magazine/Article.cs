using System.Globalization;

namespace Site.Magazine;

public sealed class Article
{
    public int Id { get; set; }

    public required string Slug { get; set; }

    /// <summary>The slug that the article had before: links to it are redirected.</summary>
    public string? FormerSlug { get; set; }

    public required string Category { get; set; }

    public required string Title { get; set; }

    public required string Summary { get; set; }

    public required string Author { get; set; }

    public DateOnly Published { get; set; }

    /// <summary>Whether readers find it. What is not published is a manuscript: editors see it in a preview.</summary>
    public bool IsPublished { get; set; } = true;

    public DateTime? EditedUtc { get; set; }

    /// <summary>The plants in its picture, for example <c>umbel daisy grass</c>.</summary>
    public required string Plants { get; set; }

    public required string Tone { get; set; }

    /// <summary>The text, in the few marks that <see cref="Prose"/> knows.</summary>
    public required string Body { get; set; }

    public string Path => $"/articles/{Slug}";

    public string CategoryName => Magazine.Category.Find(Category)?.Name ?? Category;

    public string PublishedInWords => Published.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>At 220 words a minute, and never none.</summary>
    public int ReadingMinutes => Math.Max(1, (Body.Count(char.IsWhiteSpace) + 110) / 220);
}
