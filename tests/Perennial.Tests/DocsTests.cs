using System.Text.RegularExpressions;
using Perennial.Tests.House;

namespace Perennial.Tests;

/// <summary>Code in the documents is code that is compiled and run.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Documents => [.. Repository.Files.Where(static file => file.EndsWith(".md", StringComparison.Ordinal) && !file.StartsWith("samples/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_snippet_with_a_source_is_that_source(string document)
    {
        foreach (Match snippet in Snippets().Matches(Repository.Read(document)))
        {
            var file = snippet.Groups["file"].Value;
            Assert.True(Repository.Exists(file), $"{document} shows {file}, which does not exist.");
            Assert.Contains(Trimmed(snippet.Groups["code"].Value), Trimmed(Repository.Read(file)), StringComparison.Ordinal);
        }
    }

    /// <summary>But those of the packages, which are shown where a comment would be seen.</summary>
    public static TheoryData<string> Shown => [.. Documents.Select(static row => row.Data).Where(static file => !file.StartsWith("src/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Shown))]
    public void No_document_shows_code_that_is_not_compiled(string document)
    {
        var text = Repository.Read(document);

        Assert.Equal(Fences().Count(text), Snippets().Count(text));
    }

    // Indentation and empty lines are the document's own.
    private static string Trimmed(string code) =>
        string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^<!-- (?<file>\S+) -->\n```(?:csharp|razor|tsx?)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Snippets();

    [GeneratedRegex(@"^```(?:csharp|razor|tsx?)$", RegexOptions.Multiline)]
    private static partial Regex Fences();
}
