namespace Perennial.Http;

/// <summary>Strong entity tags, one for each coding: bytes that differ have tags that differ (RFC 9110 §8.8.3.3).</summary>
internal static class EntityTags
{
    /// <summary>The field value, quotes included, of a representation whose uncoded form has <paramref name="tag"/>.</summary>
    public static string For(string tag, ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => $"\"{tag}-br\"",
        ContentCoding.Gzip => $"\"{tag}-gz\"",
        _ => $"\"{tag}\"",
    };
}
