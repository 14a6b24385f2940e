using Microsoft.AspNetCore.Builder;
using Perennial.Caching;

namespace Perennial.EndToEnd;

/// <summary>Every way in which one would write a call: that this file compiles is half of the test.</summary>
public sealed class RevalidatorCallsTests
{
    private static readonly string[] Names = ["a", "b"];

    private static readonly Dictionary<string, Func<IRevalidator, CancellationToken, Task>> Calls = new()
    {
        ["one"] = static (it, _) => it.RevalidateAsync("a"),
        ["one, and a token"] = static (it, stop) => it.RevalidateAsync("a", stop),
        ["two"] = static (it, _) => it.RevalidateAsync("a", "b"),
        ["three"] = static (it, _) => it.RevalidateAsync("a", "b", "c"),
        ["a name and a path"] = static (it, _) => it.RevalidateAsync("a", CacheTag.Path("/page")),
        ["a list"] = static (it, _) => it.RevalidateAsync(["a", "b"]),
        ["a list, and a token"] = static (it, stop) => it.RevalidateAsync(["a", "b"], stop),
        ["a list of both kinds"] = static (it, stop) => it.RevalidateAsync(["a", CacheTag.All], stop),
        ["an array of names"] = static (it, _) => it.RevalidateAsync(Names),
        ["an array of names, and a token"] = static (it, stop) => it.RevalidateAsync(Names, stop),
        ["a list of names"] = static (it, stop) => it.RevalidateAsync(new List<string>(Names), stop),
        ["names that are computed"] = static (it, stop) => it.RevalidateAsync(Names.Select(static name => name + "!"), stop),
        ["tags that are computed"] = static (it, stop) => it.RevalidateAsync(Names.Select(CacheTag.User), stop),
        ["an array of tags"] = static (it, stop) => it.RevalidateAsync(new CacheTag[] { "a", "b" }, stop),
        ["expire one"] = static (it, stop) => it.ExpireAsync("a", stop),
        ["expire two"] = static (it, _) => it.ExpireAsync("a", "b"),
        ["expire a list, and a token"] = static (it, stop) => it.ExpireAsync(["a", "b"], stop),
        ["expire an array of names"] = static (it, stop) => it.ExpireAsync(Names, stop),
        ["regenerate"] = static (it, _) => it.RegenerateAsync("/page"),
        ["regenerate, and a token"] = static (it, stop) => it.RegenerateAsync("/page", stop),
    };

    public static TheoryData<string> All => [.. Calls.Keys];

    [Theory, MemberData(nameof(All))]
    public async Task It_compiles_and_reaches_what_it_names(string call)
    {
        var made = 0;
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/page", () => $"{++made}").Prerender(tags: ["a", "b!"]));
        await site.TextAsync("/page");

        await Calls[call](site.Revalidator, TestContext.Current.CancellationToken);

        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") == "2");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public async Task Each_of_several_counts(string tag)
    {
        var made = 0;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", () => $"{++made}").Prerender(tags: [tag]));
        await site.TextAsync("/page");

        await site.Revalidator.ExpireAsync("a", "b", "c");

        Assert.Equal("2", await site.TextAsync("/page"));
    }
}
