using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Perennial.Client;
using Perennial.EndToEnd.Deployments;
using Perennial.Images;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

/// <summary>The proxy stands in front of whatever can answer: pages, endpoints, and every way in which a file is served.</summary>
public sealed class ProxyReachTests : IDisposable
{
    private static readonly Dictionary<string, string> Old = new() { ["js/late.js"] = "export default 'old';" };
    private static readonly Dictionary<string, string> New = new() { ["js/late.js"] = "export default 'new';", ["plain.css"] = "p {}" };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-reach-");

    public static TheoryData<string> Answerers { get; } =
    [
        "kept page", "kept page, from memory", "dynamic page", "endpoint", "UseStaticFiles", "MapStaticAssets", "MapStaticAssets, fingerprinted",
        "asset archive", "image endpoint", "image endpoint, from memory", "own script",
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Answerers))]
    public async Task It_runs_before_every_page_and_file_and_can_answer_in_its_place(string answerer)
    {
        var (site, path, proxy) = await StartAsync(answerer);
        await using var deployed = site;

        using var through = await site.Site.GetAsync(path);
        var runs = proxy.Runs;
        using var denied = await site.Site.GetAsync(path, static request => request.Headers.Add("X-Deny", "1"));

        Assert.Equal((200, "1"), ((int)through.StatusCode, through.Header("X-Proxy")));
        Assert.Equal((403, "denied"), ((int)denied.StatusCode, await denied.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(runs + 1, proxy.Runs);

        // It really was what the row says: nothing that fell through to somewhere else.
        var isFromMemory = answerer.EndsWith("from memory", StringComparison.Ordinal);
        Assert.Equal(isFromMemory, through.Header("Cache-Status")?.Contains("; hit", StringComparison.Ordinal) is true);
    }

    [Theory, MemberData(nameof(Answerers))]
    public async Task It_is_not_run_for_what_its_matchers_do_not_name(string answerer)
    {
        var (site, path, proxy) = await StartAsync(answerer, static matchers => matchers.Add("/elsewhere/{**path}"));
        await using var deployed = site;

        using var response = await site.Site.GetAsync(path, static request => request.Headers.Add("X-Deny", "1"));

        Assert.Equal((200, null, 0), ((int)response.StatusCode, response.Header("X-Proxy"), proxy.Runs));
    }

    private async Task<(Deployed Site, string Path, Scripted Proxy)> StartAsync(string answerer, Action<ProxyMatchers>? matchers = null)
    {
        var archive = Directory.CreateDirectory(Path.Join(_folder.FullName, "archive")).FullName;
        string archived;
        await using (var before = await Deployed.StartAsync("A", Old, archive))
        {
            archived = before.Root["js/late.js"];
        }

        var proxy = new Scripted(static (context, _) =>
        {
            context.ResponseHeaders["X-Proxy"] = "1";
            return new(context.HttpContext.Request.Headers.ContainsKey("X-Deny")
                ? ProxyResult.Respond(Results.Text("denied", statusCode: 403))
                : ProxyResult.Continue);
        });
        var files = Directory.CreateDirectory(Path.Join(_folder.FullName, "files")).FullName;
        await File.WriteAllTextAsync(Path.Join(files, "a.txt"), "file", TestContext.Current.CancellationToken);
        var site = await Deployed.StartAsync(
            "B",
            New,
            archive,
            map: static app =>
            {
                app.MapGet("/kept", static () => "kept").Revalidate(60);
                app.MapGet("/live", static () => "live").DynamicPage();
                app.MapGet("/api/own", static () => "own");
                app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png"));
            },
            services: builder =>
            {
                builder.Services.AddSingleton(proxy).AddSingleton<IImageCodec, TinyCodec>();
                builder.AddPerennial().AddProxy<Scripted>(matchers);
            },
            use: app => app.UsePerennial().UseAntiforgery().UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(files) }));
        var path = answerer.Split(',')[0] switch
        {
            "kept page" => "/kept",
            "dynamic page" => "/live",
            "endpoint" => "/api/own",
            "UseStaticFiles" => "/a.txt",
            "MapStaticAssets" => answerer.EndsWith("fingerprinted", StringComparison.Ordinal) ? site.Root["js/late.js"] : "/plain.css",
            "asset archive" => archived,
            "image endpoint" => "/_perennial/image?url=%2Ffern.png&w=640&q=75",
            _ => site.Site.Services.GetRequiredService<ClientScript>().Path,
        };
        if (answerer.EndsWith("from memory", StringComparison.Ordinal))
        {
            using var first = await site.Site.GetAsync(path);
            first.EnsureSuccessStatusCode();
        }

        return (site, path, proxy);
    }

    private sealed class TinyCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1));
    }
}
