using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Perennial.Images;

/// <summary>What is asked for: <c>?url=…&amp;w=…&amp;q=…</c>, each exactly once and from a list.</summary>
/// <param name="Url">The picture: a path of this app with its query, or an absolute http(s) URL.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Quality">1 to 100.</param>
internal sealed record ImageQuery(string Url, int Width, int Quality)
{
    /// <returns>The query, or why it is refused.</returns>
    public static (ImageQuery? Query, ImageProblem? Problem) Read(string? queryString, ImageChoices choices)
    {
        var query = QueryHelpers.ParseQuery(queryString);
        if (One(query, "url") is not { } url)
        {
            return (null, ImageProblem.With("url", "must be given once"));
        }

        if (ImageAddress.ProblemOf(url, choices.Url) is { } problem)
        {
            return (null, ImageProblem.With("url", problem));
        }

        return Number(query, "w", choices.Widths) is not { } width ? (null, NotListed(query, "w", choices.Widths))
            : Number(query, "q", choices.Qualities) is not { } quality ? (null, NotListed(query, "q", choices.Qualities))
            : (new(ImageSrc.WithoutFragment(url), width, quality), null);
    }

    private static string? One(Dictionary<string, StringValues> query, string name) =>
        query.TryGetValue(name, out var values) && values is [{ } value] ? value : null;

    // Digits alone: NumberStyles.None takes no sign, no exponent, no blank; and the invariant culture no other digits. No
    // zero in front either, because one picture should have one URL.
    private static int? Number(Dictionary<string, StringValues> query, string name, IReadOnlyList<int> listed) =>
        One(query, name) is { Length: > 0 and <= 5 } text
        && text[0] is not '0'
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && listed.Contains(number) ? number : null;

    private static ImageProblem NotListed(Dictionary<string, StringValues> query, string name, IReadOnlyList<int> listed)
    {
        var given = One(query, name) is { } text ? $"; it is '{(text.Length > 20 ? text[..20] + "…" : text)}'" : "";
        return ImageProblem.With(name, "must be given once, and be one of " + string.Join(", ", listed) + given);
    }
}
