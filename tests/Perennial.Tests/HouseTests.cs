using System.Text.RegularExpressions;
using Perennial.Tests.House;

namespace Perennial.Tests;

public sealed partial class HouseTests
{
    private const int LongestFile = 400;

    private static readonly string[] Code = [".cs", ".razor", ".cshtml", ".css", ".js", ".mjs", ".ts", ".tsx", ".sh"];

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        var long_ = new[] { "src", "tests", "samples", "bench", "eng" }
            .SelectMany(static folder => Repository.FilesUnder(folder, Code))
            .Select(static file => (file, lines: File.ReadLines(Path.Combine(Repository.Root, file)).Count()))
            .Where(static file => file.lines > LongestFile);

        Assert.Empty(long_);
    }

    [Fact]
    public void No_tracked_file_names_a_place_of_one_machine()
    {
        var found = Repository.Files
            .Where(static file => !IsBinary(file))
            .SelectMany(static file => MachinePaths(Repository.Read(file)).Select(path => $"{file}: {path}"));

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("cd /ho" + "me/someone/src")]
    [InlineData("see ..\u002Fshared/design.md")]
    [InlineData("\"/ro" + "ot/.nuget\"")]
    public void A_place_of_one_machine_is_noticed(string text) => Assert.NotEmpty(MachinePaths(text));

    [Theory]
    [InlineData("src/Perennial/home/page")]
    [InlineData("https://example.com/home/")]
    public void A_path_of_a_site_is_none(string text) => Assert.Empty(MachinePaths(text));

    [Fact]
    public void Every_name_in_a_room_README_exists()
    {
        var known = KnownNames.Load();

        var unknown = Repository.FilesUnder("src", "README.md")
            .SelectMany(file => Names(Repository.Read(file)).Where(name => !known.Contains(name)).Select(name => $"{file}: {name}"));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Names_are_what_stands_in_backticks_and_begins_with_a_capital() =>
        Assert.Equal(["CacheEntry", "Lifetime", "Of"], Names("`CacheEntry`, not `etag`, nor `PER1001`; `Lifetime.Of(60)`"));

    [Fact]
    public void Every_test_project_has_a_task_that_runs_it()
    {
        var listed = Repository.Read("eng/suites.txt").Split('\n')
            .Where(static line => line is not "" && line[0] != '#')
            .Select(static line => line.Split(' ')[0]);
        // Deeper projects are apps under test.
        var suites = Repository.FilesUnder("tests", ".csproj")
            .Where(static file => file.Count(static c => c is '/') is 2)
            .Select(static file => Path.GetFileNameWithoutExtension(file));

        Assert.Equal(suites.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        var solution = Repository.Read("Perennial.slnx");

        var projects = Repository.Files.Where(static file => file.EndsWith(".csproj", StringComparison.Ordinal));

        Assert.All(projects, file => Assert.Contains($"\"{file}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void The_framework_needs_no_package() =>
        Assert.DoesNotContain("<PackageReference", Repository.Read("src/Perennial/Perennial.csproj"), StringComparison.Ordinal);

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var dead = Repository.Files
            .Where(static file => file.EndsWith(".md", StringComparison.Ordinal))
            // What the sample site publishes links to its own pages.
            .Where(static file => !file.Contains("/Content/", StringComparison.Ordinal))
            .SelectMany(static file => Links().Matches(Repository.Read(file)).Select(link => (file, to: link.Groups["to"].Value)))
            .Where(static link => !link.to.Contains("://", StringComparison.Ordinal))
            .Where(static link => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(link.file)!, link.to)));

        Assert.Empty(dead);
    }

    private static IEnumerable<string> MachinePaths(string text) => Places().Matches(text).Select(static match => match.Value);

    private static IEnumerable<string> Names(string markdown) => InBackticks().Matches(markdown)
        .SelectMany(static match => Words().Matches(match.Groups["text"].Value.Split('(')[0]))
        .Select(static word => word.Value)
        .Where(static word => !ErrorCode().IsMatch(word));

    private static bool IsBinary(string file) =>
        Path.GetExtension(file) is ".png" or ".jpg" or ".webp" or ".woff2" or ".ico" or ".db" or ".gz" or ".br";

    // The slash is spelled \u002F so that this file does not find itself.
    [GeneratedRegex(@"(?<![\w.:/])\u002F(?:work|root|home)\u002F\S*|\u002Ftmp\u002F(?:wt|bash_jobs)\S*|\.\.\u002Fshared\b")]
    private static partial Regex Places();

    [GeneratedRegex("`(?<text>[A-Z][^`\n]*)`")]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^(?:PER\d{4}|[A-Z0-9_]+)$")]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"\]\((?<to>[^)#\s]+)[^)]*\)")]
    private static partial Regex Links();
}
