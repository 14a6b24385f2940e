using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Site.Magazine;

/// <summary>
/// Turns an article's text into HTML. It knows six marks of Markdown: <c>## heading</c>, <c>- item</c>, <c>1. item</c>,
/// <c>&gt; quotation</c>, <c>*stress*</c>, <c>**strong**</c>, and links to <c>/pages</c> and <c>https:</c>. All else is text and is encoded first, so an
/// editor can write anything but markup.
/// </summary>
public static partial class Prose
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static MarkupString ToHtml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var html = new StringBuilder();
        foreach (var block in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            AppendBlock(html, block.Trim('\n').Split('\n'));
        }

        return new MarkupString(html.ToString());
    }

    private static void AppendBlock(StringBuilder html, string[] lines)
    {
        if (lines[0].StartsWith("## ", StringComparison.Ordinal))
        {
            html.Append("<h2>").Append(Inline(lines[0][3..])).Append("</h2>");
            AppendRest(html, lines);
        }
        else if (lines[0].StartsWith("- ", StringComparison.Ordinal))
        {
            AppendList(html, "ul", lines, line => line.StartsWith("- ", StringComparison.Ordinal) ? 2 : 0);
        }
        else if (lines[0].StartsWith("1. ", StringComparison.Ordinal))
        {
            AppendList(html, "ol", lines, line => OrderedMark().Match(line).Length);
        }
        else if (lines[0].StartsWith("> ", StringComparison.Ordinal))
        {
            var quoted = lines.Select(line => line.TrimStart('>', ' '));
            html.Append("<blockquote><p>").Append(Inline(string.Join(' ', quoted))).Append("</p></blockquote>");
        }
        else
        {
            html.Append("<p>").Append(Inline(string.Join(' ', lines))).Append("</p>");
        }
    }

    private static void AppendRest(StringBuilder html, string[] lines)
    {
        if (lines.Length > 1)
        {
            AppendBlock(html, lines[1..]);
        }
    }

    // A line without a mark goes on with the item above it.
    private static void AppendList(StringBuilder html, string list, string[] lines, Func<string, int> markLength)
    {
        html.Append('<').Append(list).Append("><li>").Append(Inline(lines[0][markLength(lines[0])..]));
        foreach (var line in lines.Skip(1))
        {
            var mark = markLength(line);
            html.Append(mark > 0 ? "</li><li>" : " ").Append(Inline(line[mark..].Trim()));
        }

        html.Append("</li></").Append(list).Append('>');
    }

    private static string Inline(string text)
    {
        var html = Encoder.Encode(text);
        html = Link().Replace(html, "<a href=\"$2\">$1</a>");
        html = Strong().Replace(html, "<strong>$1</strong>");
        return Stress().Replace(html, "<em>$1</em>");
    }

    [GeneratedRegex(@"^\d{1,2}\. ")]
    private static partial Regex OrderedMark();

    [GeneratedRegex(@"\[([^\]]+)\]\(((?:/(?!/)|https://)[^\s)*]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Strong();

    [GeneratedRegex(@"\*([^*]+)\*")]
    private static partial Regex Stress();
}
