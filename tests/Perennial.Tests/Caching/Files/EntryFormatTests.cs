using System.Buffers.Binary;
using System.Security.Cryptography;
using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

public sealed class EntryFormatTests
{
    private static readonly EntryKey Key = Some.Key("site", "/blog/{slug}", "ä");

    [Fact]
    public void What_is_written_is_read()
    {
        var entry = Some.Entry();

        var read = EntryFormat.Read(EntryFormat.Write(Key, entry), Key, Some.Now);

        Assert.True(read.IsWhole);
        Assert.Equal(Some.Print(entry), Some.Print(read.Entry));
    }

    [Fact]
    public void What_is_absent_stays_absent_and_what_is_empty_stays_empty()
    {
        var bare = Some.Entry().Facts with { ETag = null, Extension = null, Lifetime = Lifetime.Forever, Tags = [] };
        var empty = bare with { ETag = "", Extension = "", Lifetime = new(TimeSpan.Zero, TimeSpan.Zero), IsNegative = true };

        Assert.Equal(bare with { Tags = [] }, Again(bare) with { Tags = bare.Tags });
        Assert.Equal(empty with { Tags = [] }, Again(empty) with { Tags = empty.Tags });

        static EntryFacts Again(EntryFacts facts) =>
            EntryFormat.Read(EntryFormat.Write(Key, new(facts, [])), Key, Some.Now).Entry!.Facts;
    }

    [Fact, Trait("Proves", "S-23")]
    public void Tags_of_any_characters_come_back_as_they_were()
    {
        var random = new Random(23);
        string[] nasty =
        [
            "a", "a,b", "a:b", "a\nb", "*", "\0", ",", "path:/x", "\ud800", "\udfff", "\udc00\ud800", "é", "e\u0301",
            "😀", "\ufffd", "\uffff", new string('x', CacheTag.MaxLength),
            .. Enumerable.Range(0, 5000).Select(_ => new string(
                [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next(0x10000))])),
        ];
        var entry = Some.Entry(tags: [.. nasty.Select(CacheTag.User)]);

        var read = EntryFormat.Read(EntryFormat.Write(Key, entry), Key, Some.Now).Entry!;

        Assert.Equal(entry.Facts.Tags, read.Facts.Tags);
    }

    [Fact]
    public void An_entry_from_the_future_counts_as_made_now()
    {
        var entry = Some.Entry();

        var read = EntryFormat.Read(EntryFormat.Write(Key, entry), Key, Some.Now.AddYears(-10));

        Assert.Equal(Some.Now.AddYears(-10), read.Entry!.Facts.CreatedAt);
    }

    [Fact, Trait("Proves", "F-16")]
    public void An_entry_cut_at_any_byte_is_torn()
    {
        var file = EntryFormat.Write(Key, Some.Entry(size: 3500));

        for (var length = 0; length < file.Length; length++)
        {
            Assert.Equal(EntryFault.Torn, EntryFormat.Read(file.AsMemory(0, length), Key, Some.Now).Fault);
        }
    }

    [Fact, Trait("Proves", "F-16")]
    public void A_flipped_bit_anywhere_in_the_head_is_noticed()
    {
        var file = EntryFormat.Write(Key, Some.Entry(size: 3500));
        var head = file.Length - 3500 - 3;

        for (var bit = 0; bit < head * 8; bit++)
        {
            Assert.False(ReadFlipped(file, bit).IsWhole, $"bit {bit}");
        }
    }

    [Fact, Trait("Proves", "F-16")]
    public void A_flipped_bit_in_the_payload_is_noticed()
    {
        var file = EntryFormat.Write(Key, Some.Entry(size: 100_000));
        var random = new Random(16);

        for (var i = 0; i < 100_000 * 8 / 100; i++)
        {
            var bit = random.Next((file.Length - 100_000) * 8, file.Length * 8);
            Assert.Equal(EntryFault.Corrupt, ReadFlipped(file, bit).Fault);
        }
    }

    [Fact, Trait("Proves", "F-16")]
    public void Another_keys_entry_is_not_taken()
    {
        var file = EntryFormat.Write(Some.Key("other"), Some.Entry());

        Assert.Equal(EntryFault.OtherKey, EntryFormat.Read(file, Key, Some.Now).Fault);
    }

    [Fact, Trait("Proves", "F-16")]
    public void Zeros_and_appended_bytes_are_corrupt()
    {
        var file = EntryFormat.Write(Key, Some.Entry());

        Assert.Equal(EntryFault.Corrupt, EntryFormat.Read(new byte[file.Length], Key, Some.Now).Fault);
        Assert.Equal(EntryFault.Corrupt, EntryFormat.Read((byte[])[.. file, 0], Key, Some.Now).Fault);
        for (var start = 0; start < file.Length; start += 512)
        {
            var holed = file.ToArray();
            holed.AsSpan(start, Math.Min(512, file.Length - start)).Clear();
            Assert.Equal(EntryFault.Corrupt, EntryFormat.Read(holed, Key, Some.Now).Fault);
        }
    }

    [Theory, Trait("Proves", "F-16")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(255)]
    public void Another_version_is_told_apart_even_when_its_sum_is_right(byte version)
    {
        var file = EntryFormat.Write(Key, Some.Entry());
        file[4] = version;

        Assert.Equal(EntryFault.ForeignVersion, EntryFormat.Read(Resummed(file), Key, Some.Now).Fault);
    }

    [Fact, Trait("Proves", "F-16")]
    public void Nonsense_under_a_right_sum_is_corrupt_and_never_throws()
    {
        var whole = EntryFormat.Write(Key, Some.Entry());
        var print = Some.Print(EntryFormat.Read(whole, Key, Some.Now).Entry!);
        var random = new Random(96);

        for (var i = 0; i < 20_000; i++)
        {
            var file = whole.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                file[random.Next(48, whole.Length)] = (byte)random.Next(256);
            }

            // What such bytes say is the forger's business; that they do not throw or allocate without bound is ours.
            _ = EntryFormat.Read(Resummed(file), Key, Some.Now);
        }

        var huge = whole.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(huge.AsSpan(104), uint.MaxValue);
        Assert.Equal(EntryFault.Corrupt, EntryFormat.Read(Resummed(huge), Key, Some.Now).Fault);
        Assert.Equal(print, Some.Print(EntryFormat.Read(Resummed(whole.ToArray()), Key, Some.Now).Entry!));
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            "PRNL\u0002"u8[..Math.Min(5, bytes.Length)].CopyTo(bytes);
            Assert.False(EntryFormat.Read(bytes, Key, Some.Now).IsWhole);
        }
    }

    private static EntryReadResult ReadFlipped(byte[] file, int bit)
    {
        file[bit / 8] ^= (byte)(1 << (bit % 8));
        var read = EntryFormat.Read(file, Key, Some.Now);
        file[bit / 8] ^= (byte)(1 << (bit % 8));
        return read;
    }

    private static byte[] Resummed(byte[] file)
    {
        SHA256.HashData([.. file.AsSpan(0, 16), .. file.AsSpan(48)]).CopyTo(file.AsSpan(16));
        return file;
    }
}
