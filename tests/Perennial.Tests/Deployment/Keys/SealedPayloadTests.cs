using System.Text;
using Perennial.Deployment.Keys;

namespace Perennial.Tests.Deployment.Keys;

public sealed class SealedPayloadTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];
    private static readonly byte[] Other = [.. Enumerable.Range(100, 32).Select(static i => (byte)i)];

    private readonly SealedPayload _payloads = new(new([Key], null), "test");

    // Made by other programs from the format in the class's remarks: HKDF in Python, AES-GCM in Node.
    [Fact]
    public void A_known_payload_has_its_known_form() => Assert.Equal(
        "01809d20ab0102030405060708090a0b0c5d975a7ee94fdf43f1e9e34a366ab9b37d5560cb9a",
        Convert.ToHexStringLower(_payloads.Seal("hello"u8, "handler", [.. Enumerable.Range(1, 12).Select(static i => (byte)i)])));

    [Fact]
    public void What_was_sealed_is_opened_whatever_its_length() => Assert.All(
        Enumerable.Range(0, 100).Select(static length => Enumerable.Repeat((byte)length, length).ToArray()),
        payload => Assert.Equal(payload, _payloads.Open(_payloads.Seal(payload, "x"), "x")));

    [Fact]
    public void Every_changed_bit_is_refused()
    {
        var sealed_ = _payloads.Seal("a secret"u8, "x");
        for (var bit = 0; bit < sealed_.Length * 8; bit++)
        {
            byte[] changed = [.. sealed_];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Null(_payloads.Open(changed, "x"));
        }
    }

    [Fact]
    public void Every_part_of_it_is_refused()
    {
        var sealed_ = _payloads.Seal("a secret"u8, "x");
        Assert.All(Enumerable.Range(0, sealed_.Length), length => Assert.Null(_payloads.Open(sealed_.AsSpan(0, length), "x")));
    }

    [Fact]
    public void What_belongs_to_something_else_is_refused() => Assert.Null(_payloads.Open(_payloads.Seal("a"u8, "x"), "y"));

    [Fact]
    public void Another_purpose_has_other_keys() => Assert.Null(new SealedPayload(new([Key], null), "another").Open(_payloads.Seal("a"u8)));

    [Fact]
    public void Two_seals_of_one_payload_are_different() => Assert.NotEqual(_payloads.Seal("a"u8), _payloads.Seal("a"u8));

    [Fact]
    public void While_keys_are_exchanged_both_sides_read_each_other()
    {
        var (old, both) = (new SealedPayload(new([Key], null), "test"), new SealedPayload(new([Other, Key], null), "test"));

        Assert.Equal("a"u8.ToArray(), both.Open(old.Seal("a"u8)));
        Assert.Null(old.Open(both.Seal("a"u8)));
        Assert.Equal("a"u8.ToArray(), new SealedPayload(new([Other], null), "test").Open(both.Seal("a"u8)));
    }

    [Fact]
    public void A_sealed_payload_does_not_show_what_is_in_it() =>
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(_payloads.Seal("a secret"u8)), StringComparison.Ordinal);
}
