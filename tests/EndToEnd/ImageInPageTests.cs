using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.EndToEnd.Matrix;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>Pictures that pages ask for in unusual ways, and sources that fail while a page is made.</summary>
public sealed class ImageInPageTests
{
    private int _fetched;
    private int _width = 1200;
    private Func<Task> _before = static () => Task.CompletedTask;

    [Fact]
    public async Task Sizes_in_several_lines_and_letters_of_any_alphabet_are_hurried()
    {
        await using var site = await StartAsync(pictures:
        [
            new() { ["Src"] = "/fern.png", ["Alt"] = "", ["Priority"] = true, ["Fill"] = true, ["Sizes"] = "(max-width: 700px) 100vw,\n    50vw" },
            new() { ["Src"] = "/Äpfel und \"Birnen\".png", ["Alt"] = "", ["Priority"] = true, ["Unoptimized"] = true, ["Width"] = 1, ["Height"] = 1 },
        ]);

        using var response = await site.GetAsync("/page");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("; imagesizes=\"(max-width: 700px) 100vw, 50vw\"", response.Header("Link"), StringComparison.Ordinal);
        Assert.Contains("</%C3%84pfel%20und%20%22Birnen%22.png>; rel=preload", response.Header("Link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_fit_into_the_buffer_of_a_proxy_and_come_once_each()
    {
        var folder = new string('f', 200);
        var hero = new Dictionary<string, object?> { ["Src"] = "/hero.png", ["Alt"] = "", ["Priority"] = true, ["Fill"] = true };
        await using var site = await StartAsync(pictures:
        [
            hero, hero,
            .. Enumerable.Range(0, 20).Select(i => new Dictionary<string, object?> { ["Src"] = $"/{folder}/{i}.png", ["Alt"] = "", ["Priority"] = true, ["Fill"] = true }),
            new() { ["Src"] = "data:image/gif;base64,AAAA", ["Alt"] = "", ["Priority"] = true },
        ]);

        using var response = await site.GetAsync("/page");
        var links = response.Headers.GetValues("Link").ToList();

        Assert.Single(links, static link => link.Contains("hero", StringComparison.Ordinal));
        Assert.DoesNotContain(links, static link => link.Contains("data:", StringComparison.Ordinal));
        Assert.InRange(links.Sum(static link => link.Length), 100, 2500);
    }

    [Fact]
    public async Task What_the_page_says_of_loading_counts()
    {
        await using var site = await StartAsync(pictures:
            [new() { ["Src"] = "/fern.png", ["Alt"] = "", ["loading"] = "eager", ["decoding"] = "sync", ["fetchpriority"] = "low", ["crossorigin"] = "anonymous", ["Priority"] = true }]);

        using var response = await site.GetAsync("/page");
        var tag = Assert.Single(await TagsAsync(site));

        Assert.Contains("loading=\"eager\"", tag, StringComparison.Ordinal);
        Assert.Contains("decoding=\"sync\"", tag, StringComparison.Ordinal);
        Assert.Contains("fetchpriority=\"low\"", tag, StringComparison.Ordinal);
        Assert.Contains("; crossorigin; fetchpriority=high", response.Header("Link"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "%2Ffern.png")]
    [InlineData("/shop", "%2Fshop%2Ffern.png")]
    public async Task A_path_as_the_map_of_assets_gives_it_stands_below_the_base(string basePath, string url)
    {
        await using var site = await StartAsync(
            [new() { ["Src"] = "fern.png", ["Alt"] = "" }, new() { ["Src"] = "~/fern.png", ["Alt"] = "" }], options => options.Rules.BasePath = basePath);

        var tags = await TagsAsync(site, basePath + "/page");

        Assert.All(tags, tag => Assert.Contains($"url={url}&amp;w=1200", tag, StringComparison.Ordinal));
        Assert.All(tags, static tag => Assert.Contains("width=\"1200\" height=\"800\"", tag, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_picture_that_nobody_allowed_is_shown_as_it_is()
    {
        await using var site = await StartAsync(pictures: [new() { ["Src"] = "https://elsewhere.test/a.png", ["Alt"] = "", ["Width"] = 10, ["Height"] = 10 }]);

        var tag = Assert.Single(await TagsAsync(site));

        Assert.Contains("src=\"https://elsewhere.test/a.png\"", tag, StringComparison.Ordinal);
        Assert.DoesNotContain("srcset", tag, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.test/a.png", "PER4050: The &lt;Image&gt; &#x27;https://elsewhere.test/a.png&#x27; would be refused")]
    [InlineData("/fern.png?v=1", "has a query that is not allowed")]
    [InlineData("//elsewhere.test/a.png", "begin it with &#x27;https:&#x27;")]
    public async Task In_Development_a_picture_that_would_be_refused_is_an_error_of_the_page(string src, string expected)
    {
        await using var site = await StartAsync([new() { ["Src"] = src, ["Alt"] = "", ["Width"] = 10, ["Height"] = 10 }], environment: "Development");

        using var response = await site.GetAsync("/page", static request => request.Headers.Add("Accept", "text/html"));

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_an_exchanged_file_is_seen_at_once()
    {
        await using var site = await StartAsync([new() { ["Src"] = "/fern.png", ["Alt"] = "" }], environment: "Development");
        await TagsAsync(site);
        _width = 600;

        var tag = Assert.Single(await TagsAsync(site));

        Assert.Contains("width=\"600\"", tag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_picture_may_have_a_loader_of_its_own_and_another_none_at_all()
    {
        await using var site = await StartAsync(pictures:
        [
            new() { ["Src"] = "7.jpg", ["Alt"] = "", ["Width"] = 300, ["Height"] = 200, ["Quality"] = 33, ["Loader"] = (Func<ImageLoad, string>)(static load => $"https://img.test/{load.Src}?{load.Width},{load.Quality}") },
            new() { ["Src"] = "/fern.png", ["Alt"] = "", ["Unoptimized"] = true },
        ]);

        var tags = await TagsAsync(site);

        Assert.Contains("srcset=\"https://img.test/7.jpg?384,33 1x, https://img.test/7.jpg?640,33 2x\"", tags[0], StringComparison.Ordinal);
        Assert.Contains("width=\"1200\" height=\"800\"", tags[1], StringComparison.Ordinal);
        Assert.Contains("src=\"/fern.png\"", tags[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_makes_none_of_its_pictures_but_the_preview()
    {
        await using var site = await StartAsync(
            [new() { ["Src"] = "/fern.png", ["Alt"] = "", ["Priority"] = true }, new() { ["Src"] = "/fern.png", ["Alt"] = "", ["Placeholder"] = ImagePlaceholder.Blur }], isKept: true);

        await TagsAsync(site);

        Assert.Equal([8], site.Services.GetRequiredService<TinyCodec>().Widths);
    }

    [Fact]
    public async Task A_crowd_reads_the_size_of_a_file_once()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _before = () => held.Task;
        await using var site = await StartAsync(pictures: [new() { ["Src"] = "/fern.png", ["Alt"] = "" }]);

        var crowd = Enumerable.Range(0, 20).Select(_ => TagsAsync(site)).ToArray();
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _fetched) > 0));
        held.SetResult();
        var tags = await Task.WhenAll(crowd);
        await site.Revalidator.RevalidateAsync("something-else", TestContext.Current.CancellationToken);
        await TagsAsync(site);

        Assert.All(tags, static tag => Assert.Contains("width=\"1200\"", tag[0], StringComparison.Ordinal));
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task A_vector_gets_its_size_from_the_file()
    {
        await using var site = await StartAsync(pictures: [new() { ["Src"] = "/sized.svg", ["Alt"] = "" }, new() { ["Src"] = "/boxed.svg", ["Alt"] = "", ["Width"] = 50 }]);

        var tags = await TagsAsync(site);

        Assert.Contains("width=\"120\" height=\"40\"", tags[0], StringComparison.Ordinal);
        Assert.Contains("width=\"50\" height=\"25\"", tags[1], StringComparison.Ordinal);
        Assert.Contains("src=\"/sized.svg\"", tags[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_its_preview_looks_again_soon()
    {
        _before = static () => throw new InvalidOperationException("down");
        await using var site = await StartAsync(pictures: [new() { ["Src"] = "/fern.png", ["Alt"] = "", ["Fill"] = true, ["Placeholder"] = ImagePlaceholder.Blur }], isKept: true);
        var without = Assert.Single(await TagsAsync(site));
        _before = static () => Task.CompletedTask;
        site.Time.Advance(TimeSpan.FromSeconds(11));

        await Eventually.IsTrueAsync(async () => (await TagsAsync(site))[0].Contains("data:image/webp", StringComparison.Ordinal));

        Assert.DoesNotContain("data:image", without, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_waits_once_and_not_for_ever_for_a_source_that_says_nothing()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _before = () => held.Task;
        await using var site = await StartAsync(pictures: [new() { ["Src"] = "/fern.png", ["Alt"] = "", ["Fill"] = true, ["Placeholder"] = ImagePlaceholder.Blur }]);

        var first = TagsAsync(site);
        await Eventually.IsTrueAsync(() =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(first.IsCompleted);
        });
        var second = await TagsAsync(site);
        held.SetResult();

        Assert.DoesNotContain("data:image", (await first)[0], StringComparison.Ordinal);
        Assert.DoesNotContain("data:image", second[0], StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(4));
            return (await TagsAsync(site))[0].Contains("data:image/webp", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_page_is_invalidated_by_the_tag_of_its_picture_s_pattern()
    {
        await using var site = await StartAsync(
            [new() { ["Src"] = "/fern.png", ["Alt"] = "" }],
            static options => options.Images.LocalPatterns.Add(ImagePattern.Tagged("/**", "plants")),
            isKept: true);
        await TagsAsync(site);
        _width = 600;

        await site.Revalidator.ExpireAsync("plants", TestContext.Current.CancellationToken);
        var tag = Assert.Single(await TagsAsync(site));

        Assert.Contains("width=\"600\"", tag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_of_the_page_s_own_ends_where_it_ends()
    {
        await using var site = await StartAsync(pictures:
            [new() { ["Src"] = "/fern.png", ["Alt"] = "", ["BlurDataUrl"] = "data:image/svg+xml,<svg a='b'/>');color:red;x:url('" }]);

        var tag = Assert.Single(await TagsAsync(site));

        Assert.Contains("a=%27b%27/", tag, StringComparison.Ordinal);
        Assert.DoesNotContain("');color", System.Net.WebUtility.HtmlDecode(tag), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_view_the_tilde_is_the_root_and_attributes_are_the_page_s()
    {
        await using var garden = await GardenSite.StartAsync(
            "page",
            services: static builder => builder.Services.AddSingleton<IImageCodec, TinyCodec>(),
            map: static (app, _) => app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png")));

        var html = await garden.Site.TextAsync(garden.Path("picture-ways"));
        using var without = await garden.Site.GetAsync(garden.Path("picture-without-alt"));
        var tags = TagsOf(html);

        Assert.Contains("url=%2Ffern.png&amp;w=1200", tags[0], StringComparison.Ordinal);
        Assert.Contains("loading=\"eager\"", tags[0], StringComparison.Ordinal);
        Assert.DoesNotContain("loading=\"lazy\"", tags[0], StringComparison.Ordinal);
        Assert.Contains("src=\"/fern.png\"", tags[1], StringComparison.Ordinal);
        Assert.Contains("data:image/gif;base64,AAAA", tags[1], StringComparison.Ordinal);
        Assert.Contains("src=\"https://img.test/fern.png?640\"", tags[2], StringComparison.Ordinal);
        Assert.Equal(500, (int)without.StatusCode);
    }

    private static async Task<string[]> TagsAsync(TestSite site, string path = "/page") => TagsOf(await site.TextAsync(path));

    private static string[] TagsOf(string html) =>
        [.. Regex.Matches(html, "<img [^>]*>", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(static match => match.Value)];

    private Task<TestSite> StartAsync(
        Dictionary<string, object?>[] pictures, Action<PerennialOptions>? options = null, string environment = "Production", bool isKept = false) =>
        TestSite.StartAsync(
            app =>
            {
                app.MapGet("/fern.png", async () =>
                {
                    Interlocked.Increment(ref _fetched);
                    await _before();
                    return Results.Bytes(Pictures.Png(_width, 800), "image/png");
                });
                app.MapGet("/sized.svg", static () => Results.Text("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width=\"120px\" height='40'/>", "image/svg+xml"));
                app.MapGet("/boxed.svg", static () => Results.Text("<svg viewBox='0 0 30 15' width='100%'/>", "image/svg+xml"));
                var page = app.MapGet("/page", () => new RazorComponentResult<Gallery>(new Dictionary<string, object?> { ["Pictures"] = pictures }));
                if (isKept)
                {
                    page.Prerender();
                }
            },
            services: static builder =>
            {
                builder.Services.AddRazorComponents();
                builder.Services.AddSingleton<TinyCodec>().AddSingleton<IImageCodec>(static services => services.GetRequiredService<TinyCodec>());
            },
            options: options,
            environment: environment);

    private sealed class Gallery : ComponentBase
    {
        [Parameter]
        public IReadOnlyList<Dictionary<string, object?>> Pictures { get; set; } = [];

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            foreach (var picture in Pictures)
            {
                builder.OpenComponent<Image>(0);
                builder.AddMultipleAttributes(1, picture.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value!)));
                builder.CloseComponent();
            }
        }
    }

    private sealed class TinyCodec : IImageCodec
    {
        private readonly ConcurrentQueue<int> _widths = new();

        public IReadOnlyCollection<int> Widths => _widths;

        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
        {
            _widths.Enqueue(variant.Width);
            return Task.FromResult(new ImageResult(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1));
        }
    }
}
