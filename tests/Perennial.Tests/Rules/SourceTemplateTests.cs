using System.Diagnostics;
using Perennial.Http;
using Perennial.Rules;

namespace Perennial.Tests.Rules;

public sealed class SourceTemplateTests
{
    [Theory]
    [InlineData("/", "/", "")]
    [InlineData("/a", "/A", "")]
    [InlineData("/a/{x}", "/a/b", "x=b")]
    [InlineData("/a/{x?}", "/a", "")]
    [InlineData("/a/{x=1}", "/a", "x=1")]
    [InlineData("/a/{**x}", "/a", "")]
    [InlineData("/a/{**x}", "/a/b/c", "x=b/c")]
    [InlineData("/{**x}", "/", "")]
    [InlineData("/{**x}", "/b/c", "x=b/c")]
    [InlineData("/{a}-{b}", "/1-2-3", "a=1-2,b=3")]
    [InlineData("/post-{id}", "/post-7", "id=7")]
    [InlineData("/{file}.{ext?}", "/a.b", "file=a,ext=b")]
    [InlineData("/{file}.{ext?}", "/a", "file=a")]
    [InlineData("/v{major}.{minor}", "/v1.2", "major=1,minor=2")]
    [InlineData("/{id:int}", "/7", "id=7")]
    [InlineData(@"/{id:regex(^\d+$)}", "/7", "id=7")]
    public void It_takes_what_its_parameters_name(string source, string path, string values)
    {
        Assert.True(Compiled.Source(source).TryMatch(path, out var taken));
        Assert.Equal(values, string.Join(',', taken?.All.Select(static pair => $"{pair.Key}={pair.Value}") ?? []));
    }

    [Theory]
    [InlineData("/", "/a")]
    [InlineData("/a", "/")]
    [InlineData("/a", "/a/b")]
    [InlineData("/a/{x}", "/a")]
    [InlineData("/a/{x}", "/a/b/c")]
    [InlineData("/a/{**x}", "/ab")]
    [InlineData("/{a}-{b}", "/-2")]
    [InlineData("/{a}-{b}", "/1-")]
    [InlineData("/{a}-{b}", "/12")]
    [InlineData("/{a}-{b}.{c}", "/.x")]
    [InlineData("/{a}-{b}.{c?}", "/.x")]
    [InlineData("/{a}-{b}-{c}-{d}", "/---")]
    [InlineData("/post-{id}", "/post-")]
    [InlineData("/post-{id}", "/xpost-7")]
    [InlineData("/{id:int}", "/x")]
    public void It_leaves_what_it_does_not_name(string source, string path) => Assert.False(Compiled.Source(source).TryMatch(path, out _));

    [Fact]
    [Trait("Proves", "S-34")]
    public void A_path_and_its_canonical_spelling_find_the_same_rules()
    {
        var table = Compiled.Table(static rules =>
        {
            foreach (var source in new[] { "/", "/{x}", "/a", "/a/{x}", "/a/b/{**x}", "/{x}/b", "/{**x}" })
            {
                rules.Redirects.Add(source, "https://example.com/", has: [RuleCondition.Header("x")]);
            }
        });
        string[] segments = ["a", "A", "b", "", "c", ".", "a b", "%2F"];
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var path = "/" + string.Join('/', Enumerable.Range(0, random.Next(6)).Select(_ => segments[random.Next(segments.Length)]));
            var canonical = PathText.Canonical(path);
            Assert.Equal(Found(table, canonical), Found(table, PathText.Canonical("/" + canonical + "//")));
        }

        Assert.Equal([0, 6], Found(table, "/"));
        Assert.Equal([1, 2, 6], Found(table, "/a"));
        Assert.Equal([4, 6], Found(table, "/a/b/c"));
    }

    [Theory]
    [Trait("Proves", "S-79")]
    [InlineData("/{a}-{b}", "-")]
    [InlineData("/{a}-{b}-{c}-{d}", "-")]
    [InlineData("/{a}.{b}.{c}x", ".")]
    [InlineData("/{a}/{b}/{**c}", "/")]
    [InlineData("/{a?}/{b?}/{c?}/{d?}", "a")]
    [InlineData(@"/{a:regex(^(a+)+$)}", "a")]
    [InlineData(@"/{a:regex(^(([a-z])+.)+[A-Z]([a-z])+$)}", "a")]
    [InlineData(@"/{a:regex(^(\w+\s?)*$)}", "a")]
    [InlineData("/{**a:regex((x+x+)+y)}", "x")]
    public void Its_time_grows_no_faster_than_the_path(string source, string text)
    {
        var template = Compiled.Source(source);
        var half = Spent(template, 32 * 1024);
        var whole = Spent(template, 64 * 1024);

        // A backtracking matcher takes hours for these; the factor leaves room for a machine that does something else.
        Assert.True(whole < 6 * half + 20, $"{half} ms for half of the text, {whole} ms for the whole");

        double Spent(SourceTemplate template, int length)
        {
            var path = "/" + string.Concat(Enumerable.Repeat(text, length / text.Length)) + "!";
            path = PathText.Canonical(path);
            template.TryMatch(path, out _);
            return Enumerable.Range(0, 5).Min(_ =>
            {
                var begun = Stopwatch.GetTimestamp();
                template.TryMatch(path, out RuleValues? _);
                return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            });
        }
    }

    private static IEnumerable<int> Found(RuleTable table, string path)
    {
        var found = new List<int>();
        for (var bucket = table.Find(path); bucket is not null; bucket = bucket.Parent)
        {
            found.AddRange(bucket.Redirects.Where(rule => rule.Source.TryMatch(path, out _)).Select(static rule => rule.Order));
        }

        return found.Order();
    }
}
