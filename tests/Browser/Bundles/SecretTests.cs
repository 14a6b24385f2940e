using System.IO.Compression;
using System.Text;

namespace Perennial.Browser.Bundles;

[Collection(OrchardCollection.Name)]
public sealed class SecretTests(OrchardInChromium orchard)
{
    private static readonly string[] Addresses =
        ["/", "/plain", "/submit", "/variables", "/configuration.json", "/client/analytics.js", "/client/perennial-islands.js"];

    [Fact]
    [Trait("Proves", "S-99")]
    public async Task No_value_that_is_not_public_reaches_a_file_or_a_page()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(orchard.Published, "*", SearchOption.AllDirectories)
            // The lock of the running process can be read by nobody, and is empty.
            .Where(static file => Path.GetFileName(file) is not "lock");
        foreach (var file in files)
        {
            texts[file] = await TextAsync(file);
        }

        using var http = new HttpClient();
        foreach (var address in Addresses)
        {
            texts[address] = await http.GetStringAsync(new Uri(orchard.Url + address), TestContext.Current.CancellationToken);
        }

        var found = texts.SelectMany(text => orchard.Secrets
            .Where(secret => text.Value.Contains(secret.Value, StringComparison.Ordinal))
            .Select(secret => $"{secret.Key} in {text.Key}"));

        Assert.Empty(found);
        Assert.True(texts.Count > 50, $"Only {texts.Count} files were looked at.");

        // The same search finds what is public, packed or not.
        string[] with = [.. texts.Where(static text => text.Value.Contains("abcdefghijk", StringComparison.Ordinal)).Select(static text => text.Key)];
        Assert.Contains(with, static file => file.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(with, static file => file.EndsWith(".js.br", StringComparison.Ordinal));
        Assert.Contains(with, static file => file.EndsWith(".js.gz", StringComparison.Ordinal));
        Assert.Contains("/variables", with);
    }

    [Fact]
    [Trait("Proves", "S-97")]
    public void Neither_sources_nor_source_maps_nor_environment_files_are_published() => Assert.DoesNotContain(
        Directory.EnumerateFiles(orchard.Published, "*", SearchOption.AllDirectories).Select(static file => Path.GetFileName(file)),
        static name => Path.GetExtension(name) is ".map" or ".ts" or ".tsx" || name.StartsWith(".env", StringComparison.Ordinal)
            || name is "package.json" or "tsconfig.json");

    private static async Task<string> TextAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        await using var open = Path.GetExtension(file) switch
        {
            ".br" => new BrotliStream(stream, CompressionMode.Decompress),
            ".gz" => new GZipStream(stream, CompressionMode.Decompress),
            _ => (Stream)stream,
        };
        using var all = new MemoryStream();
        await open.CopyToAsync(all, TestContext.Current.CancellationToken);

        // Texts of an assembly are UTF-16; every second byte of ASCII is zero there.
        var bytes = all.ToArray();
        return Encoding.Latin1.GetString(bytes) + Encoding.Latin1.GetString([.. bytes.Where(static b => b is not 0)]);
    }
}
