namespace Perennial.EndToEnd;

/// <summary>Headers as they came: the client's own collections put Cache-Control into an order of their own.</summary>
public static class WireExtensions
{
    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values)
        || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
