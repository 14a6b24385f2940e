using System.Net;
using System.Text.RegularExpressions;
using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>What a site takes from where it runs.</summary>
internal static partial class Surroundings
{
    public static IEnumerable<Question> All =>
    [
        new("The variables of `.env` files and of the process, as a request-time page sees them", "48, 60, 63, 64, 70, 71",
            async site => WebUtility.HtmlDecode(Printed().Match((await site.GetAsync("/p/env")).Body).Groups["json"].Value)),
        new("A public variable on the page, and one that is not public", "49, 50, 51",
            async site => Inlined().Match((await site.GetAsync("/p/env")).Body).Groups["text"].Value.Replace("<!-- -->", "", StringComparison.Ordinal)),
    ];

    [GeneratedRegex("<pre>(?<json>.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Printed();

    [GeneratedRegex("<p id=\"inl\">(?<text>.*?)</p>")]
    private static partial Regex Inlined();
}
