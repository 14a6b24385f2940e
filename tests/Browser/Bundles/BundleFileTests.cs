using System.Net;
using System.Net.Http.Headers;

namespace Perennial.Browser.Bundles;

[Collection(OrchardCollection.Name)]
public sealed class BundleFileTests(OrchardInChromium orchard)
{
    [Theory]
    [InlineData("counter.*.js", "br")]
    [InlineData("counter.*.js", "gzip")]
    [InlineData("counter.*.css", "br")]
    [InlineData("chunk-*.js", "br")]
    [InlineData("perennial-islands.*.js", "br")]
    public async Task A_bundle_is_immutable_and_comes_compressed_from_disk(string pattern, string coding)
    {
        using var handler = new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{orchard.Url}/client/{Files(pattern)[0]}");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding));

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        Assert.Equal([coding], response.Content.Headers.ContentEncoding);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(orchard.Published, "wwwroot/client"), coding is "br" ? "*.br" : "*.gz"));
    }

    [Fact]
    public async Task A_page_loads_each_bundle_by_its_fingerprint_and_once()
    {
        await using var visitor = await orchard.VisitorAsync();
        var loaded = new List<string>();
        visitor.Page.Response += (_, response) => loaded.Add(new Uri(response.Url).AbsolutePath);

        await visitor.OpenAsync("/");
        await visitor.Page.Locator("perennial-island button").Nth(1).WaitForAsync();

        var bundles = loaded.Where(static path => path.StartsWith("/client/", StringComparison.Ordinal)).ToList();
        Assert.Equal(bundles.Distinct(), bundles);
        Assert.All(bundles, static path => Assert.Matches(@"^/client/[a-z-]+(-[A-Z0-9]{8})?\.[A-Z0-9]{8}\.(js|css|svg)$", path));
    }

    [Fact]
    public async Task Islands_share_what_they_share()
    {
        var react = 0;
        foreach (var file in Files("*.js"))
        {
            var text = await File.ReadAllTextAsync(Path.Combine(orchard.Published, "wwwroot/client", file), TestContext.Current.CancellationToken);
            Assert.DoesNotContain("sourceMappingURL", text, StringComparison.Ordinal);
            react += text.Contains("unmounted ", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(1, react);
        Assert.NotEmpty(Files("chunk-*.js"));
    }

    private string[] Files(string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(orchard.Published, "wwwroot/client"), pattern).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
