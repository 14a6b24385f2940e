namespace Perennial.Images;

/// <summary>What is wrong with a picture as a page asks for it: a picture that would be broken everywhere is an error of the page.</summary>
internal static class ImageCheck
{
    public static string? ProblemOf(ImageMarkup markup, string? resolved, ImageOptions options, ResolvedImageOptions choices)
    {
        var src = markup.Src;
        if (string.IsNullOrEmpty(src))
        {
            return "An <Image> has no Src. Give it a path such as '/photos/fern.jpg', or a URL.";
        }

        if (resolved is null)
        {
            return $"The <Image> has a Src '{Shortened(src)}' that is neither a path nor a URL"
                + (src.StartsWith("//", StringComparison.Ordinal) ? ": begin it with 'https:'." : ". Give '/photos/fern.jpg', '~/photos/fern.jpg', or 'https://…'.");
        }

        if (markup.Width < 1 || markup.Height < 1)
        {
            return $"The <Image> '{Shortened(src)}' has a {(markup.Width < 1 ? $"Width of {markup.Width}" : $"Height of {markup.Height}")}. "
                + "Give CSS pixels, 1 or more, or leave it out.";
        }

        return markup.Quality is { } quality && markup.Loader is null && options.Loader is null && !choices.Qualities.Contains(quality)
            ? $"The <Image> '{Shortened(src)}' asks for quality {quality}, which the optimiser refuses. Add it to Perennial:Images:Qualities "
                + $"({string.Join(", ", choices.Qualities)} at the moment)."
            : null;
    }

    public static string Shortened(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
