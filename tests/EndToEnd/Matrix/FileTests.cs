using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Files and response compression around kept pages.</summary>
public sealed class FileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("perennial-files-");

    public static TheoryData<string> Kinds => GardenSite.Kinds;

    public static TheoryData<string, bool> KindsAndPlaces => [.. GardenSite.Kinds
        .SelectMany(static row => new[] { true, false }.Select(inFront => new TheoryDataRow<string, bool>(row.Data, inFront)))];

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task Default_files_and_pages_find_their_own(string kind, bool inFront)
    {
        Write("docs/index.html", "the docs");
        Write("style.css", "p {}");
        await using var site = await StartAsync(kind, inFront);

        var docs = await site.SendAsync(HttpMethod.Get, "/docs/");
        var style = await site.SendAsync(HttpMethod.Get, "/style.css");
        await site.GetAsync("plants/rose");

        Assert.Equal((HttpStatusCode.OK, "the docs"), (docs.Status, docs.Text));
        Assert.Equal((HttpStatusCode.OK, "p {}"), (style.Status, style.Text));
        Assert.True((await site.GetAsync("plants/rose")).IsHit);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_file_behind_says_how_long_it_may_be_kept(string kind)
    {
        Write("style.css", "p {}");
        await using var site = await StartAsync(kind, inFront: false);

        var style = await site.SendAsync(HttpMethod.Get, "/style.css");

        Assert.Equal("public, max-age=0", style.CacheControl);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_apps_own_api_keeps_its_slash_its_method_and_its_headers(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, map: static (app, _) =>
        {
            app.MapPost("/api/x/", static () => "posted");
            app.MapGet("/api/x", static () => "got");
        });

        var post = await site.SendAsync(HttpMethod.Post, "/api/x/");
        var get = await site.SendAsync(HttpMethod.Get, "/api/x/");

        Assert.Equal((HttpStatusCode.OK, "posted"), (post.Status, post.Text));
        Assert.Equal((HttpStatusCode.OK, "got", ""), (get.Status, get.Text, get.CacheControl));
    }

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task Response_compression_neither_codes_twice_nor_spoils_what_is_kept(string kind, bool inFront)
    {
        await using var site = await GardenSite.StartAsync(
            kind,
            app =>
            {
                if (inFront)
                {
                    app.UseResponseCompression();
                    app.UsePerennial();
                }
                else
                {
                    app.UsePerennial();
                    app.UseResponseCompression();
                }

                app.UseAntiforgery();
            },
            static builder => builder.Services.AddResponseCompression());
        site.Garden.When("rose", static context => context.Response.Headers["X-Frame-Options"] = "DENY");

        foreach (var coding in new[] { "br", "gzip", "", "br", "gzip", "" })
        {
            using var response = await site.Site.GetAsync(
                site.Path("plants/rose") + "?long=" + coding, request => request.Headers.TryAddWithoutValidation("Accept-Encoding", coding));

            Assert.Contains("[rose 1 ", await DecodedAsync(response), StringComparison.Ordinal);
            Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static async Task<string> DecodedAsync(HttpResponseMessage response)
    {
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        foreach (var coding in response.Content.Headers.ContentEncoding)
        {
            stream = coding == "br" ? new BrotliStream(stream, CompressionMode.Decompress) : new GZipStream(stream, CompressionMode.Decompress);
        }

        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private Task<GardenSite> StartAsync(string kind, bool inFront) => GardenSite.StartAsync(kind, app =>
    {
        var files = new PhysicalFileProvider(_root.FullName);
        if (!inFront)
        {
            app.UsePerennial();
        }

        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
        if (inFront)
        {
            app.UsePerennial();
        }

        app.UseAntiforgery();
    });

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
