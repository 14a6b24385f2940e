using System.Text.RegularExpressions;
using Perennial.Tests.House;

namespace Perennial.Tests;

public sealed partial class ErrorsTests
{
    private static readonly HashSet<string> InSources =
        [.. Repository.FilesUnder("src", ".cs").SelectMany(static file => Codes().Matches(Repository.Read(file))).Select(static match => match.Value)];

    private static readonly List<string> InDocs =
        [.. Rows().Matches(Repository.Read("docs/errors.md")).Select(static match => match.Groups["code"].Value)];

    [Fact]
    public void Every_code_in_the_sources_is_explained() => Assert.Empty(InSources.Except(InDocs));

    [Fact]
    public void Every_explained_code_stands_in_the_sources() => Assert.Empty(InDocs.Except(InSources));

    [Fact]
    public void Codes_stand_in_order_and_once() => Assert.Equal(InDocs.Distinct().Order(StringComparer.Ordinal), InDocs);

    [GeneratedRegex(@"\bPER\d{4}\b")]
    private static partial Regex Codes();

    [GeneratedRegex(@"^\| `?(?<code>PER\d{4})`? \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
