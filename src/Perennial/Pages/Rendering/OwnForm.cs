using System.Text;
using System.Text.RegularExpressions;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Whether a page may post to itself; then POST is the page's business and not a 405. Reading the HTML is crude and errs on the
/// side of letting the page decide: an attribute of a button counts, and so does one in a comment.
/// </summary>
internal static partial class OwnForm
{
    public static bool IsIn(byte[] body, string contentType) =>
        contentType.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
        && Encoding.UTF8.GetString(body) is var html
        && html.Contains("<form", StringComparison.OrdinalIgnoreCase)
        && MethodPost().IsMatch(html);

    // With quotes of either kind or with none, and with blanks around "=" (HTML §13.1.2.3).
    [GeneratedRegex("""method\s*=\s*["']?post""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MethodPost();
}
