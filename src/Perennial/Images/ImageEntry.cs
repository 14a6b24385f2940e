using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Answers;
using Perennial.Caching;
using Perennial.Caching.Memory;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>An optimised picture as an entry keeps it, and made ready for the wire.</summary>
/// <remarks>
/// <code>
/// section 0   the media type, ASCII
/// section 1   the picture; of a question for one, <see cref="SourceInfo"/>
/// section 2   SHA-256 of the source, when the codec made the picture: the same source is not encoded again for its age
/// </code>
/// A negative entry says why there is none any more: section 0 the status, section 1 the sentence. Everything else is in
/// the entry's facts: entity tag, extension, lifetime, tags.
/// </remarks>
internal sealed class ImageEntry
{
    private readonly HitClock _clock;
    private readonly StringValues _cacheControl;
    private readonly StringValues _eTag;
    private readonly string _fileName;
    private string? _disposition;

    private ImageEntry(CacheEntry entry, string mediaType, string url, ImageProblem? problem)
    {
        var facts = entry.Facts;
        MediaType = mediaType;
        Problem = problem;
        Bytes = entry.Sections[1];
        _eTag = facts.ETag is { } tag ? EntityTags.For(tag, ContentCoding.Identity) : null;
        _fileName = ImageFileName.Of(url) + facts.Extension;
        var revalidate = (long?)facts.Lifetime.Revalidate?.TotalSeconds;
        _clock = new(revalidate ?? Lifetime.YearSeconds);
        _cacheControl = FreshnessHeaders.InBrowsers(revalidate);
    }

    public StringValues MediaType { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public KeptFacts Facts(StringValues vary) => new(StatusCodes.Status200OK, _cacheControl, StringValues.Empty, _eTag, vary);

    public string Disposition(string type) => _disposition ??= $"{type}; filename=\"{_fileName}\"";

    public ImageProblem? Problem { get; }

    public HitClock.Texts ClockAt(TimeSpan age) => _clock.At(age);

    public static IReadOnlyList<ReadOnlyMemory<byte>> Sections(string mediaType, ReadOnlyMemory<byte> bytes, byte[]? sourceSum) =>
        sourceSum is null ? [Encoding.ASCII.GetBytes(mediaType), bytes] : [Encoding.ASCII.GetBytes(mediaType), bytes, sourceSum];

    public static IReadOnlyList<ReadOnlyMemory<byte>> Sections(ImageProblem problem) =>
        [Encoding.ASCII.GetBytes(problem.Status.ToString(CultureInfo.InvariantCulture)), Encoding.UTF8.GetBytes(problem.Message)];

    public static (ReadOnlyMemory<byte> Bytes, string MediaType, string Extension)? MadeOf(byte[] sourceSum, CacheEntry? old) =>
        old is { Facts.IsNegative: false, Sections: [var type, var bytes, var sum] } && sum.Span.SequenceEqual(sourceSum)
            ? (bytes, Encoding.ASCII.GetString(type.Span), old.Facts.Extension ?? "")
            : null;

    public static ImageEntry? Of(CacheSlot slot, ImageRequest wanted)
    {
        if (slot.View is ImageEntry ready)
        {
            return ready;
        }

        if (slot.Entry.Sections.Count is < 2 or > 3 || slot.Entry.Sections[0].Length is 0 or > 64)
        {
            slot.IsUnreadable = true;
            return null;
        }

        var first = Encoding.ASCII.GetString(slot.Entry.Sections[0].Span);
        ImageProblem? problem = null;
        if (slot.Entry.Facts.IsNegative)
        {
            if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            {
                slot.IsUnreadable = true;
                return null;
            }

            problem = new(status, Encoding.UTF8.GetString(slot.Entry.Sections[1].Span)) { IsGone = true };
        }

        var entry = new ImageEntry(slot.Entry, first, wanted.Url, problem);
        slot.View = entry;
        return entry;
    }
}
