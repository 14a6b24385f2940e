using System.Net;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Queries that nobody types.</summary>
public sealed class QueryTests
{
    private static readonly string[] Undeclared =
    [
        "?", "?&&&", "?=", "?=x", "?%", "?%zz=1", "?x=%00", "?x=%FF%FE", "?x[]=1&x[]=2", "?Q2=1", "?x=<script>", "?x=" + new string('y', 4000),
        "?__proto__=1", "?x=%0d%0aA:b", "?q%00=1", "?;q=1", "?x=1;q=2", "?handler=Delete", "?page=/etc/passwd", "?area=a&controller=b&action=c",
    ];

    private static readonly string[] Declared =
    [
        "?q", "?q=", "?q=1", "?q=1&q=2", "?q=%00", "?q=%FF", "?q=%zz", "?q=%0d%0aA:b", "?q=<script>", "?q=" + new string('y', 4000), "?q=|\u001e",
        "?q=%25", "?q=%E2%80%AE", "?q==&", "?q=1&Q=2", "?q=%7Bname%7D",
    ];

    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_the_page_does_not_declare_does_not_exist(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        foreach (var query in Undeclared)
        {
            var answer = await site.GetAsync("plants/rose" + query);

            Assert.True(answer.Status == HttpStatusCode.OK, $"{query}: {answer.Status}");
            Assert.StartsWith("rose 1 ", answer.Line, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_it_declares_may_hold_anything_and_is_kept_by_it(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        foreach (var query in Declared)
        {
            var first = await site.GetAsync("plants/rose" + query);
            var second = await site.GetAsync("plants/rose" + query);

            Assert.True(first.Status == HttpStatusCode.OK, $"{query}: {first.Status}");
            Assert.Equal(first.Line, second.Line);
            Assert.True(second.IsHit, $"{query}: {second.CacheStatus}");
        }

        Assert.StartsWith($"rose {site.Garden.Renders + 1} ", (await site.GetAsync("plants/rose")).Line, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_redirect_to_the_right_spelling_takes_the_query_along_and_nothing_else(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var answer = await site.SendAsync(HttpMethod.Get, $"/{kind}/PLANTS/rose/?q=%0d%0aA:b&x=//evil.test");

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.Status);
        Assert.Equal($"/{kind}/plants/rose?q=%0d%0aA:b&x=//evil.test", answer["Location"]);
        Assert.Equal("", answer["A"]);
    }
}
