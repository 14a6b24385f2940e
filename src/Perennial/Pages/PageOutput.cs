using System.Text;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;

namespace Perennial.Pages;

/// <summary>A page's response as an entry keeps it.</summary>
/// <remarks>
/// <code>
/// section 0   head: version(u8) status(i32) flags(u8: 1 = holds a form that posts to the page itself,
///                                                  2 = brotli is of the best quality)
///                   content type(string) count(i32) (name(string) values(i32) value(string)*)*
/// section 1   body, identity
/// section 2   body, gzip; empty when it would not be smaller
/// section 3   body, brotli; likewise
/// </code>
/// Strings are BinaryWriter's: length in 7-bit groups, UTF-8.
/// </remarks>
internal sealed record PageOutput(
    int Status,
    string? ContentType,
    IReadOnlyList<KeyValuePair<string, StringValues>> Headers,
    ReadOnlyMemory<byte> Body,
    ReadOnlyMemory<byte> Gzip,
    ReadOnlyMemory<byte> Brotli,
    bool HasForm)
{
    private const byte Version = 1;
    private const byte FormFlag = 1;
    private const byte BestFlag = 2;

    /// <summary>Whether brotli is of the best quality, and has the tag of that.</summary>
    public bool IsBest { get; init; }

    public IReadOnlyList<ReadOnlyMemory<byte>> ToSections()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Status);
        writer.Write((byte)((HasForm ? FormFlag : 0) | (IsBest ? BestFlag : 0)));
        writer.Write(ContentType ?? "");
        writer.Write(Headers.Count);
        foreach (var (name, values) in Headers)
        {
            writer.Write(name);
            writer.Write(values.Count);
            foreach (var value in values)
            {
                writer.Write(value ?? "");
            }
        }

        writer.Flush();
        return [stream.ToArray(), Body, Gzip, Brotli];
    }

    /// <summary>Reads what <see cref="ToSections"/> wrote; null for anything else, which is then a miss.</summary>
    public static PageOutput? From(CacheEntry entry)
    {
        if (entry.Sections.Count != 4 || entry.Sections[0].Span is not [Version, ..])
        {
            return null;
        }

        try
        {
            return Read(entry.Sections);
        }
        catch (Exception error) when (error is IOException or FormatException or InvalidDataException)
        {
            // Files are checksummed; what a handler of the app's own gives back is not.
            return null;
        }
    }

    private static PageOutput Read(IReadOnlyList<ReadOnlyMemory<byte>> sections)
    {
        using var stream = new MemoryStream(sections[0].ToArray(), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        reader.ReadByte();
        var status = reader.ReadInt32();
        var flags = reader.ReadByte();
        var contentType = reader.ReadString();
        var headers = new KeyValuePair<string, StringValues>[ReadCount(reader)];
        for (var i = 0; i < headers.Length; i++)
        {
            var name = reader.ReadString();
            var values = new string[ReadCount(reader)];
            for (var j = 0; j < values.Length; j++)
            {
                values[j] = reader.ReadString();
            }

            headers[i] = new(name, values);
        }

        return status is >= 200 and < 600 && stream.Position == stream.Length
            ? new(
                status, contentType.Length > 0 ? contentType : null, headers,
                sections[1], sections[2], sections[3], (flags & FormFlag) != 0)
            { IsBest = (flags & BestFlag) != 0 }
            : throw new InvalidDataException("Not the head of a page.");
    }

    // Each of them takes at least one byte, so a count that is larger than the rest was never written.
    private static int ReadCount(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position
            ? count
            : throw new InvalidDataException($"{count} is no count.");
    }
}
