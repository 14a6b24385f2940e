using System.Net;

namespace Perennial.EndToEnd.Processes;

/// <summary>Published output finds its files however and wherever it is started; and where it is told to look elsewhere, nothing false is kept for a year.</summary>
public sealed class PublishedTests(PublishedNursery published) : IClassFixture<PublishedNursery>
{
    private static readonly Dictionary<string, Func<PublishedNursery, AppProcess>> Ways = new()
    {
        ["its own program, in the project's folder"] = static it => Of(it.Output, it.Project.FullName, program: true),
        ["dotnet, in the project's folder"] = static it => Of(it.Output, it.Project.FullName),
        ["its own program, in its own folder"] = static it => Of(it.Output, it.Output, program: true),
        ["dotnet, somewhere else"] = static it => Of(it.Output, Path.GetTempPath()),
        ["through a link"] = static it => Of(Link(it), it.Project.FullName, program: true),
    };

    public static TheoryData<string, string> All =>
        [.. Ways.Keys.SelectMany(static _ => new[] { "start", "--environment=Production" }, static (way, verb) => new TheoryDataRow<string, string>(way, verb))];

    [Theory, MemberData(nameof(All))]
    public async Task It_serves_its_own_files(string way, string verb)
    {
        await using var app = Ways[way](published);
        if (verb is "start")
        {
            await app.BuildAsync();
        }

        await app.StartAsync(verb);
        using var css = await StyleAsync(app);

        Assert.Equal(HttpStatusCode.OK, css.StatusCode);
        Assert.Contains("immutable", css.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.StartsWith("body {", await css.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("an argument")]
    [InlineData("the environment")]
    [InlineData("the host's environment")]
    [InlineData("a builder of another make")]
    public async Task Where_it_is_told_to_look_elsewhere_nothing_false_is_immutable(string by)
    {
        await using var app = Of(published.Output, published.Project.FullName);
        switch (by)
        {
            case "the environment":
                app.Environment["ASPNETCORE_CONTENTROOT"] = published.Project.FullName;
                break;
            case "the host's environment":
                app.Environment["DOTNET_CONTENTROOT"] = published.Project.FullName;
                break;
        }

        await app.StartAsync("--environment=Production", by is "an argument" ? "--contentRoot=" + published.Project.FullName : "--foreign=" + (by is "a builder of another make" ? "true" : "false"));
        using var css = await StyleAsync(app);

        Assert.Equal((HttpStatusCode.OK, "public, max-age=0"), (css.StatusCode, css.Header("Cache-Control")));
        Assert.Equal("/* a source */", await css.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await app.WroteAsync("is not the file that this app was published with");
    }

    private static async Task<HttpResponseMessage> StyleAsync(AppProcess app)
    {
        var page = (await app.GetAsync("/")).Text;
        var link = page.Split('"').Single(static part => part.StartsWith("nursery.", StringComparison.Ordinal));
        return await app.Http.GetAsync(new Uri("/" + link, UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private static AppProcess Of(string folder, string workingDirectory, bool program = false) =>
        AppProcess.Published(Path.Join(folder, "Nursery.dll"), workingDirectory, program);

    private static string Link(PublishedNursery published)
    {
        var link = Path.Join(published.Project.FullName, "current");
        if (!Path.Exists(link))
        {
            Directory.CreateSymbolicLink(link, published.Output);
        }

        return link;
    }
}
