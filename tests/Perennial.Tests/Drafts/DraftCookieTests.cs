using System.Security.Cryptography;
using System.Text;
using Perennial.Drafts;

namespace Perennial.Tests.Drafts;

public sealed class DraftCookieTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];

    private readonly DraftCookie _cookie = new([Secret], "build garden-1");

    [Fact]
    [Trait("Proves", "S-48")]
    public void What_was_issued_is_valid_and_no_two_are_equal()
    {
        var values = Enumerable.Range(0, 1000).Select(_ => _cookie.Issue(Now.AddDays(7))).ToList();

        Assert.All(values, value => Assert.True(_cookie.IsValid(value, Now)));
        Assert.Equal(1000, values.Distinct(StringComparer.Ordinal).Count());
        Assert.All(values, static value => Assert.Matches("^[A-Za-z0-9_-]{76}$", value));
    }

    [Fact]
    [Trait("Proves", "S-48")]
    public void It_ends_at_its_end()
    {
        var value = _cookie.Issue(Now.AddMinutes(1));

        Assert.True(_cookie.IsValid(value, Now.AddSeconds(59)));
        Assert.False(_cookie.IsValid(value, Now.AddSeconds(60)));
    }

    [Fact]
    [Trait("Proves", "S-48")]
    [Trait("Proves", "S-47")]
    public void Every_other_character_at_every_place_makes_it_worthless()
    {
        var value = _cookie.Issue(Now.AddDays(7));
        var accepted = 0;
        for (var i = 0; i < value.Length; i++)
        {
            accepted += Alphabet.Append('=').Append('+').Append('%').Append(' ').Append('\t').Append('\u00e9')
                .Where(other => other != value[i])
                .Count(other => _cookie.IsValid(value[..i] + other + value[(i + 1)..], Now));
        }

        Assert.Equal(0, accepted);
    }

    [Fact]
    [Trait("Proves", "S-48")]
    [Trait("Proves", "S-47")]
    public void A_shorter_or_longer_one_is_worthless()
    {
        var value = _cookie.Issue(Now.AddDays(7));

        Assert.All(Enumerable.Range(0, value.Length), length => Assert.False(_cookie.IsValid(value.AsSpan(0, length), Now)));
        Assert.All(["A", "AAAA", "=", "==", "\n", " "], more => Assert.False(_cookie.IsValid(value + more, Now)));
        Assert.All(["A", "AAAA", " "], more => Assert.False(_cookie.IsValid(more + value, Now)));
    }

    [Fact]
    [Trait("Proves", "S-48")]
    [Trait("Proves", "S-47")]
    public void Another_build_another_secret_and_another_purpose_make_others()
    {
        var value = _cookie.Issue(Now.AddDays(7));
        var mac = HMACSHA256.HashData(Secret, Convert.FromBase64String(value.Replace('-', '+').Replace('_', '/'))[..25]);
        var underTheSecretItself = Convert.ToBase64String(
            [.. Convert.FromBase64String(value.Replace('-', '+').Replace('_', '/'))[..25], .. mac]).Replace('+', '-').Replace('/', '_');

        Assert.False(new DraftCookie([Secret], "build garden-2").IsValid(value, Now));
        Assert.False(new DraftCookie([Secret], "site https://garden.test").IsValid(value, Now));
        Assert.False(new DraftCookie([RandomNumberGenerator.GetBytes(32)], "build garden-1").IsValid(value, Now));
        Assert.False(_cookie.IsValid(underTheSecretItself, Now));
        Assert.True(new DraftCookie([Secret], "build garden-1").IsValid(value, Now));
    }

    [Fact]
    public void The_build_decides_whose_it_is_or_the_shared_key_or_nothing_but_this_process()
    {
        var (shared, built) = (Secret, RandomNumberGenerator.GetBytes(32));
        var (own, withKey) = (new DraftOptions(), new DraftOptions { UseEncryptionKey = true });

        Assert.True(IsSame(new([built], "build garden-1"), DraftCookie.Of(own, [shared], "https://garden.test", [built], "garden-1")));
        Assert.True(IsSame(new([shared], "site https://garden.test"), DraftCookie.Of(withKey, [shared], "https://garden.test", [built], "garden-1")));
        Assert.False(IsSame(DraftCookie.Of(own, [shared], null, null, null), DraftCookie.Of(own, [shared], null, null, null)));
        Assert.False(IsSame(new([built], "build garden-1"), DraftCookie.Of(withKey, null, null, [built], "garden-1")));

        static bool IsSame(DraftCookie one, DraftCookie other) => other.IsValid(one.Issue(Now.AddDays(7)), Now);
    }

    [Fact]
    [Trait("Proves", "S-48")]
    public void A_million_guesses_find_nothing()
    {
        // Guesses with the right version and a far end, so that only the MAC stands in the way.
        Span<byte> guess = stackalloc byte[57];
        Span<char> text = stackalloc char[76];
        var random = new Random(48);
        var accepted = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            random.NextBytes(guess);
            guess[0] = 1;
            guess[17] = 0;
            System.Buffers.Text.Base64Url.EncodeToChars(guess, text);
            accepted += _cookie.IsValid(text, Now) ? 1 : 0;
        }

        Assert.Equal(0, accepted);
    }

    [Fact]
    [Trait("Proves", "S-47")]
    public void The_format_stays_what_it_is()
    {
        // Written down once: an instance of the next version must know the cookies of this one.
        const string Known = "AWRlZmdoaWprbG1ub3BxcnMAAAAA7msoAERKkp7tEDyWDgADHBvjUhw5ZjgVW--iOyH_krN_f2uy";

        Assert.True(_cookie.IsValid(Known, Now));
        Assert.False(_cookie.IsValid(Known, DateTimeOffset.FromUnixTimeSeconds(4_000_000_000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("theme=dark; __prerender_bypas=x")]
    [InlineData("__PRERENDER_BYPASS=x")]
    public void A_header_that_does_not_name_it_is_not_looked_at(string header) => Assert.False(DraftCookie.IsMentioned(header));

    [Fact]
    public void It_is_found_among_others_and_beside_false_ones()
    {
        var value = _cookie.Issue(Now.AddDays(7));

        Assert.True(_cookie.IsIn("theme=dark; __prerender_bypass=" + value + "; a=\"b", Now));
        Assert.True(_cookie.IsIn("__prerender_bypass=old; __prerender_bypass=" + value, Now));
        Assert.True(_cookie.IsIn(new(["a=b", "__prerender_bypass=" + value]), Now));
        Assert.True(_cookie.IsIn("=;;bad cookie; {}; __prerender_bypass=" + value, Now));
        Assert.False(_cookie.IsIn("x__prerender_bypass=" + value, Now));
        Assert.False(_cookie.IsIn("other=__prerender_bypass=" + value, Now));
        Assert.False(_cookie.IsIn("__prerender_bypass=", Now));
        Assert.False(_cookie.IsIn("__prerender_bypass", Now));
    }

    [Fact]
    public void Only_a_few_of_many_are_tried() => Assert.False(_cookie.IsIn(
        new StringBuilder().Insert(0, "__prerender_bypass=no; ", 100).ToString() + "__prerender_bypass=" + _cookie.Issue(Now.AddDays(7)), Now));
}
