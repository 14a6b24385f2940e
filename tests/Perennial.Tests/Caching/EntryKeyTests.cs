using Perennial.Caching;

namespace Perennial.Tests.Caching;

public sealed class EntryKeyTests
{
    [Fact]
    [Trait("Proves", "S-15")]
    public void Different_parts_never_give_the_same_key()
    {
        EntryKey[] keys =
        [
            Key(b => b.Add("a").Add("b")), Key(b => b.Add("ab")), Key(b => b.Add("ab").Add("")), Key(b => b.Add("").Add("ab")),
            Key(b => b.Add("ab").Add((string?)null)), Key(b => b.Add((string?)null).Add("ab")),
            Key(b => b.Add(["a", "b"])), Key(b => b.Add(["ab"])), Key(b => b.Add(["a"]).Add(["b"])), Key(b => b.Add(["a", null, "b"])),
            Key(b => b.Add(["a", "", "b"])), Key(b => b.Add([]).Add("ab")), Key(b => b.Add("a\u001eb")), Key(b => b.Add("a\u001fb")),
            Key(b => b.Add("a,b")), Key(b => b.Add("a|b")), Key(b => b.Add("a=B=")), Key(b => b.Add("a").Add("B=")), Key(b => b.Add("a=").Add("B")),
            Key(b => b.Add("/a").Add("/b/c")), Key(b => b.Add("/a/b").Add("/c")), Key(b => b), Key(b => b.Add((string?)null)), Key(b => b.Add("")),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys.Length, keys.Select(static key => key.Hash).Distinct().Count());
    }

    [Fact]
    [Trait("Proves", "S-14")]
    public void Broken_surrogates_stay_different()
    {
        string[] texts = ["\ud800", "\ud801", "\udc00", "\ufffd", "a\ud800", "\ud800a", "\ud83c\udf31", "\udf31\ud83c"];

        Assert.Equal(texts.Length, texts.Select(text => Key(b => b.Add(text))).Distinct().Count());
    }

    [Fact]
    [Trait("Proves", "S-07")]
    public void A_quarter_of_a_million_random_tuples_have_as_many_keys()
    {
        var random = new Random(7);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 250_000; i++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Part(random)).ToArray();
            var plain = string.Join('\n', parts.Select(static part => part is null ? "-" : $"{part.Length}:{part}"));
            var key = Key(b => parts.Aggregate(b, static (builder, part) => builder.Add(part)));
            Assert.True(!seen.TryGetValue(key.Hash, out var other) || other == plain, $"{plain} and {other}");
            seen[key.Hash] = plain;
        }
    }

    [Fact]
    [Trait("Proves", "S-96")]
    public void The_name_of_an_entry_is_sixty_four_hexadecimal_digits_whatever_its_key()
    {
        string[] texts = ["..\\", "C:", "\\\\?\\", "CON", "a.", "a ", "a::$DATA", new('x', 5000), "🌱", "\0", "../../etc"];

        Assert.All(texts, text => Assert.Matches("^[0-9a-f]{64}$", Key(b => b.Add(text)).Hash));
    }

    private static EntryKey Key(Func<EntryKeyBuilder, EntryKeyBuilder> build) => build(new()).Build();

    private static string? Part(Random random) => random.Next(8) == 0
        ? null
        : new([.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => "ab\0\u0001\u0002,|/"[random.Next(8)])]);
}
