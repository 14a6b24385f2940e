using System.Net;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Perennial.Caching;
using Perennial.EndToEnd.InFront;

namespace Perennial.EndToEnd.Security;

/// <summary>Paths that RFC 3986 §6.2.2 calls equivalent are one page, for visits and for invalidations; all others are two.</summary>
public sealed class PathSpellingTests : IAsyncLifetime
{
    private const string Slash = "%2F";

    // Each is one character of a path. Without digits, so that "%25" and what follows it never look like the escape of a slash.
    private static readonly string[] Letters = ["a", "B", "é", "e\u0301", "🌱", " ", "+", "%", "\\", "?", "#", "~", ".", ";", Slash];

    private static readonly Gen<string> Letter = Gen.Int[0, Letters.Length - 1].Select(static number => Letters[number]);

    private static readonly Gen<string[][]> Segments = Letter.Array[0, 4].Select(static letters => (string[])["x", .. letters]).Array[1, 3];

    private static readonly Gen<(string[][] Path, bool IsOpen, int[] Seeds)> Cases =
        Gen.Select(Segments, Gen.Bool, Gen.Int[0, int.MaxValue - 1].Array[4], static (path, isOpen, seeds) => (path, isOpen, seeds));

    private TestSite? _site;
    private int _renders;

    public async ValueTask InitializeAsync() => _site = await TestSite.StartAsync(app =>
    {
        app.MapGet("/one/{slug}", (string slug) => $"{Interlocked.Increment(ref _renders)} {Uri.EscapeDataString(slug)}").Prerender();
        app.MapGet("/all/{**rest}", (string rest) => $"{Interlocked.Increment(ref _renders)} {Uri.EscapeDataString(rest)}").Prerender();
    });

    public ValueTask DisposeAsync() => _site!.DisposeAsync();

    [Fact]
    [Trait("Proves", "S-37"), Trait("Proves", "S-96")]
    public Task Equivalent_spellings_are_one_entry_and_one_tag_and_different_paths_never_are() => Cases.SampleAsync(
        async item =>
        {
            var (prefix, path) = item.IsOpen ? ("all", item.Path) : ("one", item.Path[..1]);
            var expected = Uri.EscapeDataString(string.Join('/', path.Select(static letters => string.Concat(letters))));
            var first = await VisitAsync(Spell(prefix, path, item.Seeds[0], isOnWire: true));
            Assert.Equal(expected, first.Split(' ')[1]);
            Assert.Equal(first, await VisitAsync(Spell(prefix, path, item.Seeds[1], isOnWire: true)));

            await _site!.Revalidator.ExpireAsync(CacheTag.Path(Spell(prefix, path, item.Seeds[2], isOnWire: false)), TestContext.Current.CancellationToken);
            var second = await VisitAsync(Spell(prefix, path, item.Seeds[3], isOnWire: true));
            Assert.Equal(expected, second.Split(' ')[1]);
            Assert.NotEqual(first, second);
        },
        iter: 300,
        threads: 1);

    [Theory]
    [InlineData("/one/a%2fb", "/one/a%2Fb", "/ONE/a%2fb/")]
    [InlineData("/one/%7ea%c3%a9", "/one/~a%C3%A9", "/one/%7E%61%C3%a9")]
    [InlineData("/all/x/./a%5cb", "/all/y/../x/a%5Cb", "/all//x/a%5cb")]
    [InlineData("/all/a%252Fb", "/all/a%2Fb", "/all/a%252fb")]
    public async Task A_few_of_them_by_hand(params string[] spellings)
    {
        var answers = new List<string>();
        foreach (var spelling in spellings)
        {
            answers.Add(await VisitAsync(spelling));
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        foreach (var spelling in spellings)
        {
            await _site!.Revalidator.RegenerateAsync(spelling, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(await VisitAsync(spellings[0]), answers);
            answers.Add(await VisitAsync(spellings[0]));
        }
    }

    // What redirects to the page's own spelling is followed, and does so once.
    private async Task<string> VisitAsync(string target)
    {
        for (var hop = 0; hop < 2; hop++)
        {
            var answer = await RawConnection.AskAsync(
                _site!.Http.BaseAddress!, $"GET {target} HTTP/1.1\r\nHost: garden.test\r\nConnection: close\r\n\r\n");
            var lines = answer.Split("\r\n");
            if (lines[0].Contains("308", StringComparison.Ordinal))
            {
                target = lines.Single(static line => line.StartsWith("Location: ", StringComparison.Ordinal))["Location: ".Length..];
                continue;
            }

            Assert.Equal($"HTTP/1.1 {(int)HttpStatusCode.OK} OK", lines[0]);
            return lines.Single(static line => line.Contains(' ') && char.IsAsciiDigit(line[0]));
        }

        throw new Xunit.Sdk.XunitException($"{target} redirects twice.");
    }

    private static string Spell(string prefix, string[][] path, int seed, bool isOnWire)
    {
        var random = new Random(seed);
        var text = new StringBuilder("/").Append(random.Next(3) == 0 ? prefix.ToUpperInvariant() : prefix);
        foreach (var segment in path)
        {
            text.Append(Pick(random, "/", "/", "/", "//", "/./", "/y/../", "/%2e/", "/y/%2E./"));
            foreach (var letter in segment)
            {
                text.Append(Spell(letter, random, isOnWire));
            }
        }

        return text.Append(Pick(random, "", "", "/", "//")).ToString();
    }

    private static string Spell(string letter, Random random, bool isOnWire)
    {
        if (letter == Slash)
        {
            return Pick(random, "%2f", "%2F");
        }

        var mayBeRaw = letter is [var one] && (char.IsAsciiLetter(one) || one is '+' or '~' or '.' or ';')
            || (!isOnWire && letter is not ("%" or "?" or "#"));
        return mayBeRaw && random.Next(2) == 0
            ? letter
            : string.Concat(Encoding.UTF8.GetBytes(letter).Select(octet => "%" + octet.ToString(Pick(random, "x2", "X2"), provider: null)));
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
