namespace Perennial.Images;

/// <summary>What is wrong with a picture as a page asks for it: a picture that would be broken everywhere is an error of the page.</summary>
internal static class ImageCheck
{
    /// <summary>The markup with what it asks for spelled out.</summary>
    /// <param name="markup">As the page has it.</param>
    /// <param name="resolved">Where its Src leads; null where that is neither a path nor a URL.</param>
    /// <param name="options">The site's.</param>
    /// <param name="choices">What follows from them.</param>
    /// <exception cref="PerennialException">PER4050: it would be broken everywhere.</exception>
    public static ImageMarkup Of(ImageMarkup markup, string? resolved, ImageOptions options, ResolvedImageOptions choices) =>
        ProblemOf(markup, resolved, options, choices) is { } problem ? throw new PerennialException("PER4050", problem) : markup with
        {
            Src = resolved!,
            Sizes = markup.Sizes is { } sizes ? string.Join(' ', sizes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null,
        };

    public static PerennialException Refused(ImageMarkup markup, string refusal) => new(
        "PER4050", $"The <Image> '{ImageSrc.Shortened(markup.Src)}' would be refused: it {refusal}. Allow it there, or set Unoptimized.");

    public static string? ProblemOf(ImageMarkup markup, string? resolved, ImageOptions options, ResolvedImageOptions choices)
    {
        var src = markup.Src;
        if (string.IsNullOrEmpty(src))
        {
            return "An <Image> has no Src. Give it a path such as '/photos/fern.jpg', or a URL.";
        }

        if (resolved is null)
        {
            return $"The <Image> has a Src '{ImageSrc.Shortened(src)}' that is neither a path nor a URL"
                + (src.StartsWith("//", StringComparison.Ordinal) ? ": begin it with 'https:'." : ". Give '/photos/fern.jpg', '~/photos/fern.jpg', or 'https://…'.");
        }

        if (markup.Width < 1 || markup.Height < 1)
        {
            return $"The <Image> '{ImageSrc.Shortened(src)}' has a {(markup.Width < 1 ? $"Width of {markup.Width}" : $"Height of {markup.Height}")}. "
                + "Give CSS pixels, 1 or more, or leave it out.";
        }

        return markup.Quality is { } quality && markup.Loader is null && options.Loader is null && !choices.Qualities.Contains(quality)
            ? $"The <Image> '{ImageSrc.Shortened(src)}' asks for quality {quality}, which the optimiser refuses. Add it to Perennial:Images:Qualities "
                + $"({string.Join(", ", choices.Qualities)} at the moment)."
            : null;
    }
}
