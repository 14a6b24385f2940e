using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>An optimised picture as an entry keeps it, and made ready for the wire.</summary>
/// <remarks>
/// <code>
/// section 0   the media type, ASCII
/// section 1   the picture
/// </code>
/// Everything else is in the entry's facts: entity tag, extension, lifetime, tags.
/// </remarks>
internal sealed class ImageEntry
{
    private readonly HitClock _clock;
    private readonly string _fileName;
    private string? _disposition;

    private ImageEntry(CacheEntry entry, string mediaType, string url)
    {
        var facts = entry.Facts;
        MediaType = mediaType;
        Bytes = entry.Sections[1];
        ETag = facts.ETag is { } tag ? EntityTags.For(tag, ContentCoding.Identity) : null;
        _fileName = ImageFileName.Of(url) + facts.Extension;
        _clock = new((long)(facts.Lifetime.Revalidate?.TotalSeconds ?? Lifetime.YearSeconds));
        CacheControl = $"public, max-age={(long)(facts.Lifetime.Revalidate ?? TimeSpan.FromSeconds(Lifetime.YearSeconds)).TotalSeconds}, must-revalidate";
    }

    public StringValues MediaType { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public StringValues ETag { get; }

    public StringValues CacheControl { get; }

    /// <param name="type">The app's own choice, and so the same for each call.</param>
    public string Disposition(string type) => _disposition ??= $"{type}; filename=\"{_fileName}\"";

    public HitClock.Texts ClockAt(TimeSpan age) => _clock.At(age);

    public static IReadOnlyList<ReadOnlyMemory<byte>> Sections(string mediaType, ReadOnlyMemory<byte> bytes) =>
        [System.Text.Encoding.ASCII.GetBytes(mediaType), bytes];

    /// <summary>The prepared form of a slot; null when its payload is no picture, which is then a miss.</summary>
    public static ImageEntry? Of(CacheSlot slot, ImageRequest wanted)
    {
        if (slot.View is ImageEntry ready)
        {
            return ready;
        }

        if (slot.Entry.Sections.Count != 2 || slot.Entry.Sections[0].Length is 0 or > 64)
        {
            slot.IsUnreadable = true;
            return null;
        }

        var entry = new ImageEntry(slot.Entry, System.Text.Encoding.ASCII.GetString(slot.Entry.Sections[0].Span), wanted.Url);
        slot.View = entry;
        return entry;
    }
}
