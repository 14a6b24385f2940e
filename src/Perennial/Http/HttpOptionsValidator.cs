using System.Buffers;

namespace Perennial.Http;

internal static class HttpOptionsValidator
{
    // RFC 9110 §5.6.2: tchar.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static IReadOnlyList<string> Validate(HttpOptions options, string path = "Http") =>
        [.. options.ReplayHeaders.Order(StringComparer.OrdinalIgnoreCase).Select(name => Error(name, path)).OfType<string>()];

    private static string? Error(string name, string path)
    {
        if (string.IsNullOrEmpty(name) || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return $"PER1060 {path}.ReplayHeaders '{Printable(name)}' is not a header name. "
                + "Give the name alone, for example 'X-Shop-Version'.";
        }

        return ReplayHeaders.IsForbidden(name)
            ? $"PER1061 {path}.ReplayHeaders '{name}' cannot be kept with a page: it belongs to one request, one visitor or "
                + "the connection, or is written for each response. Remove it; set it in middleware before UsePerennial instead."
            : null;
    }

    private static string Printable(string name) => string.Concat(name.Select(static c => char.IsControl(c) ? '?' : c));
}
