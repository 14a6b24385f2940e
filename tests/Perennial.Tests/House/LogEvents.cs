using System.Text.RegularExpressions;

namespace Perennial.Tests.House;

/// <summary>One event that the sources may log.</summary>
internal sealed record LogEvent(int Id, string Level, string Name, string Room, string Message);

/// <summary>The generated log messages of the sources, and their table.</summary>
internal static partial class LogEvents
{
    /// <summary>All events of a source file.</summary>
    public static IEnumerable<LogEvent> Of(string file, string source) => Messages().Matches(source).Select(match => new LogEvent(
        int.Parse(match.Groups["id"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
        match.Groups["level"].Value,
        match.Groups["name"].Value,
        RoomOf(file),
        string.Concat(Texts().Matches(match.Groups["message"].Value).Select(static text => text.Groups["text"].Value)).Replace("\\\"", "\"", StringComparison.Ordinal)));

    public static string Table(IEnumerable<LogEvent> events) => string.Concat(
        events.OrderBy(static logged => logged.Id)
            .Select(static logged => $"| {logged.Id} | {logged.Level} | {logged.Room} | {logged.Name} | {logged.Message.Replace("|", "\\|", StringComparison.Ordinal)} |\n"));

    // src/Perennial/Caching/Files/Log.cs is a drawer of the room Caching; a satellite is a room of its own.
    private static string RoomOf(string file) => file.Split('/') is ["src", "Perennial", var room, _, ..] ? room : file.Split('/')[1];

    [GeneratedRegex(
        """\[LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+),\s*(?<message>(?:"(?:[^"\\]|\\.)*"[\s+]*)+)\)\]\s*(?:public|internal) static partial void (?<name>\w+)\(""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Messages();

    [GeneratedRegex(@"""(?<text>(?:[^""\\]|\\.)*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Texts();
}
