namespace Perennial.EndToEnd.Forwarding;

/// <summary>A request as it stood on the wire.</summary>
/// <param name="Line">The request line.</param>
/// <param name="Headers">Name and value of each header line, in Latin-1.</param>
/// <param name="Body">The body, without its framing, in Latin-1.</param>
public sealed record RawRequest(string Line, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    public string? Header(string name) =>
        Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value).ToArray() switch
        {
            [] => null,
            var values => string.Join(" | ", values),
        };
}
