using System.Text.Json;

namespace Twin.Data;

/// <summary>The data source. It counts its questions, which is the number of renders.</summary>
public sealed class Origin(HttpClient http)
{
    /// <summary>The answer for <paramref name="key"/>; a failing data source fails the render.</summary>
    public async Task<OriginAnswer> AskAsync(string key, CancellationToken cancellationToken = default)
    {
        using var answer = await http.GetAsync(new Uri("/data/" + key, UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<OriginAnswer>(JsonSerializerOptions.Web, cancellationToken))!
            : throw new InvalidOperationException($"origin {key} {(int)answer.StatusCode}");
    }

    /// <summary>The key of a page with a slug, as its Next counterpart spells it.</summary>
    public static string KeyOf(string family, string slug)
    {
        var escaped = Escape(slug);
        return family + "-" + escaped[..Math.Min(escaped.Length, 40)];
    }

    // JavaScript's encodeURIComponent leaves alone what was unreserved in RFC 2396.
    private static string Escape(string text) => Uri.EscapeDataString(text)
        .Replace("%21", "!", StringComparison.Ordinal).Replace("%27", "'", StringComparison.Ordinal)
        .Replace("%28", "(", StringComparison.Ordinal).Replace("%29", ")", StringComparison.Ordinal)
        .Replace("%2A", "*", StringComparison.Ordinal);
}
