using System.Text.RegularExpressions;
using Perennial.Tests.House;

namespace Perennial.Tests;

public sealed partial class LogEventsTests
{
    private const string Document = "docs/logs.md";
    private const string TableBegins = "|---|---|---|---|---|\n";

    private static readonly List<(string File, string Text)> Sources =
        [.. Repository.FilesUnder("src", ".cs").Select(static file => (file, Repository.Read(file)))];

    private static readonly List<LogEvent> Events = [.. Sources.SelectMany(static source => LogEvents.Of(source.File, source.Text))];

    [Fact]
    public void The_table_of_events_is_what_the_sources_log()
    {
        var document = Repository.Read(Document);
        var before = document[..(document.IndexOf(TableBegins, StringComparison.Ordinal) + TableBegins.Length)];
        if (Environment.GetEnvironmentVariable("UPDATE_LOG_EVENTS") is "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, Document), document = before + LogEvents.Table(Events));
        }

        Assert.True(
            document == before + LogEvents.Table(Events),
            $"{Document} does not say what the sources log. If the sources are right: "
            + "UPDATE_LOG_EVENTS=1 ./build test --filter LogEventsTests, and commit the document.");
    }

    [Fact]
    public void Every_log_message_of_the_sources_was_read() =>
        Assert.Equal(Sources.Sum(static source => Attributes().Count(source.Text)), Events.Count);

    [Fact]
    public void An_event_id_means_one_event() =>
        Assert.Empty(Events.GroupBy(static logged => logged.Id).Where(static group => group.Count() > 1).Select(static group => group.Key));

    [Fact]
    public void Nothing_is_logged_but_by_generated_messages() =>
        Assert.Empty(Sources.Where(static source => Stray().IsMatch(source.Text)).Select(static source => source.File));

    [Fact]
    public void A_message_in_several_pieces_is_read_whole() => Assert.Equal(
        [new LogEvent(7, "Warning", "Wilted", "Pages", "'{Path}' wilted, and says \"why\"")],
        LogEvents.Of("src/Perennial/Pages/Log.cs", """
            [LoggerMessage(7, LogLevel.Warning,
                "'{Path}' wilted, " + "and says \"why\"")]
            public static partial void Wilted(ILogger logger, string path);
            """));

    [GeneratedRegex(@"\[LoggerMessage\(")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)?\((?:LogLevel|\$?"")", RegexOptions.ExplicitCapture)]
    private static partial Regex Stray();
}
