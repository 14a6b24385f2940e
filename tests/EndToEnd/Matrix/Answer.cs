using System.Net;

namespace Perennial.EndToEnd.Matrix;

/// <summary>A response, read whole.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Text">The body.</param>
/// <param name="Headers">All headers, several values joined by a comma.</param>
public sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public string CacheControl => this["Cache-Control"];

    public string CacheStatus => this["Cache-Status"];

    /// <summary>Whether the response came out of the cache.</summary>
    public bool IsHit => CacheStatus.Contains("; hit", StringComparison.Ordinal);

    /// <summary>Whether the response says that nobody may keep it.</summary>
    public bool IsPrivate => CacheControl.Split(", ") is var words && words.Contains("private") && words.Contains("no-store");

    /// <summary>The garden's line: name, number of the render, culture, address.</summary>
    public string Line
    {
        get
        {
            var start = Text.IndexOf('[', StringComparison.Ordinal);
            var end = Text.IndexOf(']', StringComparison.Ordinal);
            Assert.True(start >= 0 && end > start, $"{Status}: {Text}");
            return Text[(start + 1)..end];
        }
    }

    /// <summary>A header, or an empty text.</summary>
    public string this[string header] => Headers.GetValueOrDefault(header, "");

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(static header => header.Key, static header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
}
