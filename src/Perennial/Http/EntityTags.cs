namespace Perennial.Http;

/// <summary>Entity tags, one for each coding.</summary>
/// <remarks>
/// What is coded here is sent as it is, and has a strong tag: bytes that differ have tags that differ (RFC 9110 §8.8.3.3).
/// What is not coded may be coded by whoever stands in front, the app's own compression or a network, and most leave the tag
/// as it was. Two representations that share a tag must share a weak one (§8.8.1). Nothing is lost by it: If-None-Match
/// compares weakly (§13.1.2), and parts of what is kept are not served.
/// </remarks>
internal static class EntityTags
{
    private const string WeakMark = "W/";

    public static string For(string tag, ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => $"\"{tag}-br\"",
        ContentCoding.Gzip => $"\"{tag}-gz\"",
        _ => Weak($"\"{tag}\""),
    };

    /// <summary>Of brotli at the best quality: its bytes are others than those of the fast one.</summary>
    public static string ForBestBrotli(string tag) => $"\"{tag}-br{Compression.BestQuality}\"";

    public static string Weak(string tag) => tag.StartsWith(WeakMark, StringComparison.Ordinal) ? tag : WeakMark + tag;
}
