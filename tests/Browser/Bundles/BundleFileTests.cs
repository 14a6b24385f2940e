using System.Net;
using System.Net.Http.Headers;
using System.Text;

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

    [Theory]
    [InlineData("*.js")]
    [InlineData("*.css")]
    public async Task What_goes_over_the_wire_was_minified_named_by_its_content_and_compressed_by_the_build(string pattern)
    {
        using var handler = new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None };
        using var http = new HttpClient(handler);
        var files = Files(pattern);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var path = Path.Combine(orchard.Published, "wwwroot/client", file);
            var plain = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            var text = Encoding.UTF8.GetString(plain);

            // A source as people write it has a line for every forty bytes or so.
            Assert.InRange(text.Count(static c => c is '\n'), 0, 2 + (text.Length / 500));
            foreach (var (coding, ending) in new[] { ("identity", ""), ("br", ".br"), ("gzip", ".gz") })
            {
                // Small files are not worth a second form.
                var onDisk = File.Exists(path + ending) ? await File.ReadAllBytesAsync(path + ending, TestContext.Current.CancellationToken) : plain;
                using var request = new HttpRequestMessage(HttpMethod.Get, $"{orchard.Url}/client/{file}");
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding));
                using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal(onDisk, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            }
        }

        Assert.Contains(files, file => File.Exists(Path.Combine(orchard.Published, "wwwroot/client", file + ".br")));
        Assert.All(files, static file => Assert.Matches(@"\.[A-Z0-9]{8}\.(js|css)$|perennial-islands\..+\.js$", file));
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
