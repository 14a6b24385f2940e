using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Deployments;
using Perennial.Images;

namespace Perennial.EndToEnd.InFront;

/// <summary>
/// Somebody in front codes whatever is not coded yet, and leaves the tag as it was. Bytes that differ never have one strong
/// tag then (RFC 9110 §8.8.3), and what was sent is still not sent twice.
/// </summary>
public sealed class CompressionTests
{
    private static readonly string[] Codings = ["br", "gzip", ""];

    [Theory]
    [InlineData("/small", 200)]
    [InlineData("/large", 200)]
    [InlineData("/noise", 200)]
    [InlineData("/feed.xml", 200)]
    [InlineData("/data.json", 200)]
    [InlineData("/calendar", 200)]
    [InlineData("/gone", 404)]
    [InlineData("/old", 301)]
    [InlineData("/_perennial/image?url=%2Ffern.png&w=640&q=75", 200)]
    [InlineData("/plain.css", 200)]
    [InlineData("/plain.svg", 200)]
    [InlineData("script", 200)]
    [InlineData("hashed", 200)]
    public async Task No_two_codings_of_one_thing_share_a_strong_tag(string path, int status)
    {
        await using var app = await StartAsync();
        path = path switch
        {
            "script" => app.Site.Services.GetRequiredService<Perennial.Client.ClientScript>().Path,
            "hashed" => app.Root["app.js"],
            _ => path,
        };
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var coding in (string[])[.. Codings, .. Codings])
        {
            using var response = await app.Site.GetAsync(path, request => Accept(request, coding));

            Assert.Equal(status, (int)response.StatusCode);
            var bytes = Convert.ToBase64String(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            foreach (var tag in Tags(response).Where(static tag => tag.StartsWith('"')))
            {
                Assert.True(!sent.TryGetValue(tag, out var before) || before == bytes, $"{tag} of {path} in '{coding}' is another thing as well");
                sent[tag] = bytes;
            }

            if (status == 200)
            {
                await IsKnownAsync(app.Site, path, coding, response);
            }
        }
    }

    [Theory]
    [InlineData("\"v-1\"")]
    [InlineData("W/\"v-1\"")]
    [InlineData("W/\"0af\"", true)]
    public async Task Tags_of_the_apps_own_middleware_stay_its_own(string tag, bool isLikeAFiles = false)
    {
        var asked = "";
        await using var site = await TestSite.StartAsync(
            static _ => { },
            use: app =>
            {
                app.UsePerennial();
                app.Map("/own", own => own.Run(context =>
                {
                    asked = context.Request.Headers.IfNoneMatch.ToString();
                    (context.Response.ContentType, context.Response.Headers.ETag) = ("text/plain", tag);
                    context.Response.StatusCode = asked == tag ? 304 : 200;
                    return Task.CompletedTask;
                }));
            });

        using var answer = await site.GetAsync("/own");
        using var known = await site.GetAsync("/own", request => request.Headers.TryAddWithoutValidation("If-None-Match", answer.Header("ETag")));

        Assert.Equal(tag, answer.Header("ETag"));
        Assert.Equal(isLikeAFiles ? tag[2..] : tag, asked);
    }

    private static async Task IsKnownAsync(TestSite site, string path, string coding, HttpResponseMessage first)
    {
        Assert.NotEmpty(Tags(first));
        foreach (var tag in Tags(first))
        {
            using var again = await site.GetAsync(path, request =>
            {
                Accept(request, coding);
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            });
            using var head = await site.SendAsync(HttpMethod.Head, path, request => Accept(request, coding));

            Assert.True(again.StatusCode is HttpStatusCode.NotModified, $"{path} {coding} {tag}");
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(first.Header("ETag"), again.Header("ETag"));
            Assert.Equal(first.Header("ETag"), head.Header("ETag"));
        }
    }

    private static string[] Tags(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("ETag", out var tags) ? [.. tags] : [];

    private static void Accept(HttpRequestMessage request, string coding) => request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);

    private static Task<Deployed> StartAsync() => Deployed.StartAsync(
        "a",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["plain.css"] = string.Concat(Enumerable.Repeat("p { color: green }\n", 50)),
            ["plain.svg"] = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>",
            ["app.js"] = string.Concat(Enumerable.Repeat("let leaf = 1;\n", 90)),
        },
        map: static app =>
        {
            app.MapGet("/small", static () => Results.Text("<p>small</p>", "text/html")).Revalidate(60);
            app.MapGet("/large", static () => Results.Text(new string('x', 5000), "text/html")).Revalidate(60);
            app.MapGet("/noise", static () => Results.Text(Noise(), "text/plain")).Revalidate(60);
            app.MapGet("/feed.xml", static () => Results.Text("<rss/>", "application/rss+xml")).Revalidate(60);
            app.MapGet("/data.json", static () => new { Leaf = "green" }).Revalidate(60);
            app.MapGet("/calendar", static () => Results.Text("BEGIN:VCALENDAR", "application/vnd.garden")).Revalidate(60);
            app.MapGet("/gone", static (HttpResponse response) =>
            {
                response.StatusCode = StatusCodes.Status404NotFound;
                return Results.Text("<p>It was here.</p>", "text/html", statusCode: 404);
            }).Revalidate(60);
            app.MapGet("/old", static () => Results.Redirect("/small", permanent: true)).Revalidate(60);
            app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png"));
        },
        services: static builder =>
        {
            builder.Services.AddSingleton<IImageCodec, Codec>();
            builder.Services.AddResponseCompression(static options =>
            {
                options.Providers.Add<BrotliCompressionProvider>();
                options.Providers.Add<GzipCompressionProvider>();
                options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/*", "application/*"];
            });
        },
        use: static app =>
        {
            app.UseResponseCompression();
            app.UsePerennial().UseAntiforgery();
        });

    // Random letters get no smaller than they are, hardly; and it is the same noise each time.
    private static string Noise() =>
        string.Concat(Enumerable.Range(0, 1500).Select(static i => (char)(0x4E00 + ((i * 7919L * i) % 20000))));

    private sealed class Codec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[2000], variant.Format, variant.Width, 1));
    }
}
