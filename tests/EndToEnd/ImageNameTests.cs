using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>Whatever a file is called, and however a page writes that: where the original would show, the picture shows.</summary>
public sealed class ImageNameTests : IDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("perennial-pictures-");

    /// <summary>The file, what the page says, and whether it is made smaller; of the others the page links to the original.</summary>
    public static TheoryData<string, string, bool> Names => new()
    {
        { "100% wool.png", "/100%25%20wool.png", true },
        { "100% wool.png", "/100% wool.png", true },
        { "100%.png", "/100%.png", true },
        { "100%.png", "100%.png", true },
        { "50%25.png", "/50%2525.png", true },
        { "a%2Fb.png", "/a%252Fb.png", true },
        { "a%2Fb.png", "/a%2Fb.png", true },
        { "%41.png", "/%2541.png", true },
        { "a#b.png", "/a%23b.png", true },
        { "a.png", "/a.png#b", true },
        { "a?b.png", "/a%3Fb.png", true },
        { "a.png", "/a.png?v=1", false },
        { "a.png", "/a.png?", false },
        { "a+b.png", "/a+b.png", true },
        { "a b.png", "/a b.png", true },
        { "a b.png", "/a%20b.png", true },
        { "ä und 日本 🌱.png", "/ä und 日本 🌱.png", true },
        { "ä.png", "/%C3%A4.png", true },
        { "a&b=c;d.png", "/a&b=c;d.png", true },
        { "it's \"a\" <fern>.png", "/it's \"a\" <fern>.png", true },
        { "a:b@c$d!e*f(g),h~i'j.png", "/a:b@c$d!e*f(g),h~i'j.png", true },
        { "[a]{b}|c^d`e.png", "/[a]{b}|c^d`e.png", true },
        { "...fern.png", "/...fern.png", true },
        { ".fern.png", ".fern.png", true },
        { "..fern/a.png", "/..fern/a.png", true },
        { "a\\b.png", "/a%5Cb.png", false },
        { "x/a.png", "/y/../x/a.png", false },
        { "x/a.png", "/%2e/x/a.png", false },
        { "x/%2e%2e/a.png", "/x/%252e%252e/a.png", false },
        { new string('x', 200) + ".png", $"/{new string('x', 200)}.png", true },
        { $"{new string('日', 80)}/{new string('本', 80)}/a.png", $"/{new string('日', 80)}/{new string('本', 80)}/a.png", true },
        { string.Join('/', Enumerable.Repeat(new string('x', 250), 13)) + "/a.png", "/" + string.Join('/', Enumerable.Repeat(new string('x', 250), 13)) + "/a.png", false },
        { string.Join('/', Enumerable.Repeat(new string('日', 80), 10)) + "/a.png", "/" + string.Join('/', Enumerable.Repeat(new string('日', 80), 10)) + "/a.png", false },
    };

    [Theory, MemberData(nameof(Names))]
    public Task A_picture_of_any_name_is_shown(string file, string src, bool isOptimised) => ShowsAsync(file, src, isOptimised, "");

    [Theory]
    [InlineData("100% wool.png", "/shop/100% wool.png", true)]
    [InlineData("100% wool.png", "~/100% wool.png", true)]
    [InlineData("100%.png", "100%.png", true)]
    [InlineData("a#b?c.png", "/shop/a%23b%3Fc.png", true)]
    [InlineData("a+b c.png", "~/a+b c.png", true)]
    [InlineData("ä 🌱.png", "/shop/ä 🌱.png", true)]
    [InlineData("shop/a.png", "/shop/shop/a.png", true)]
    [InlineData("x/a.png", "/shop/y/../x/a.png", false)]
    [InlineData("x/a.png", "/shop/x/a.png?v=1", false)]
    public Task And_below_a_base_path(string file, string src, bool isOptimised) => ShowsAsync(file, src, isOptimised, "/shop");

    private async Task ShowsAsync(string file, string src, bool isOptimised, string basePath)
    {
        var path = Path.Join(_files.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, Pictures.Png(1200, 800), TestContext.Current.CancellationToken);
        await using var site = await StartAsync(basePath);

        // What a browser makes of it; a sign that begins no escape is the one thing that it could not ask for.
        using var original = await site.GetAsync(new Uri(site.Http.BaseAddress!, src.StartsWith('/') ? src : basePath + "/" + src.TrimStart('~', '/')).PathAndQuery);
        Assert.True(original.StatusCode is HttpStatusCode.OK || src.Contains('%', StringComparison.Ordinal), $"{original.StatusCode}");

        foreach (var way in (string[])["component", "helper"])
        {
            foreach (var how in (string[])["plain", "sized", "blurred"])
            {
                if (way is "helper" && src[0] is not ('/' or '~'))
                {
                    continue;
                }

                var html = await site.TextAsync($"{basePath}/{way}?how={how}&src={Uri.EscapeDataString(src)}");
                var links = LinksIn(html);
                Assert.True(links.Count > (isOptimised ? 1 : 0), html);
                Assert.Equal(isOptimised, links.TrueForAll(link => link.StartsWith(basePath + "/_perennial/image?", StringComparison.Ordinal)));
                foreach (var link in links)
                {
                    using var picture = await site.GetAsync(new Uri(site.Http.BaseAddress!, link).PathAndQuery, static request => request.Headers.Add("Accept", "image/webp,*/*"));
                    Assert.True(picture.Header("Content-Type")?.StartsWith("image/", StringComparison.Ordinal), $"{way} {how} {link}: {picture.StatusCode}");
                }

                Assert.Equal(how is "blurred" && isOptimised, html.Contains("data:image/webp", StringComparison.Ordinal));
            }
        }
    }

    public void Dispose() => _files.Delete(recursive: true);

    private static List<string> LinksIn(string html)
    {
        var tag = Regex.Match(html, "<img [^>]*>", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        return [.. Regex.Matches(tag, " (?<name>src|srcset)=\"(?<value>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1))
            .SelectMany(static match => match.Groups["name"].Value is "src"
                ? [match.Groups["value"].Value]
                : match.Groups["value"].Value.Split(", ").Select(static candidate => candidate.Split(' ')[0]))
            .Select(WebUtility.HtmlDecode).OfType<string>()];
    }

    private Task<TestSite> StartAsync(string basePath) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/component", static (string src, string how) => new RazorComponentResult<Shown>(new Dictionary<string, object?> { ["Src"] = src, ["How"] = how }));
            app.MapGet("/helper", static async (string src, string how, HttpContext context) =>
            {
                var helper = new ImageTagHelper { Src = src, Alt = "", ViewContext = new ViewContext { HttpContext = context } };
                helper.Width = helper.Height = how is "plain" ? null : 100;
                helper.Placeholder = how is "blurred" ? ImagePlaceholder.Blur : default;
                var output = new TagHelperOutput("img", [], static (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent())) { TagMode = TagMode.SelfClosing };
                await helper.ProcessAsync(new(new TagHelperAttributeList { new TagHelperAttribute("alt", "") }, new Dictionary<object, object>(), "1"), output);
                await using var html = new StringWriter();
                output.WriteTo(html, HtmlEncoder.Default);
                return Results.Text(html.ToString(), "text/html");
            });
        },
        services: static builder =>
        {
            builder.Services.AddRazorComponents();
            builder.Services.AddSingleton<IImageCodec, TinyCodec>();
        },
        options: options => options.Rules.BasePath = basePath,
        use: app =>
        {
            app.UsePerennial();
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(_files.FullName, ExclusionFilters.None) });
        });

    private sealed class Shown : ComponentBase
    {
        [Parameter]
        public string Src { get; set; } = "";

        [Parameter]
        public string How { get; set; } = "";

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Image>(0);
            builder.AddComponentParameter(1, nameof(Image.Src), Src);
            builder.AddComponentParameter(2, nameof(Image.Alt), "");
            if (How is not "plain")
            {
                builder.AddComponentParameter(3, nameof(Image.Width), (int?)100);
                builder.AddComponentParameter(4, nameof(Image.Height), (int?)100);
            }

            if (How is "blurred")
            {
                builder.AddComponentParameter(5, nameof(Image.Placeholder), ImagePlaceholder.Blur);
            }

            builder.CloseComponent();
        }
    }

    private sealed class TinyCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1));
    }
}
