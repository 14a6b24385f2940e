using System.Text;
using Perennial.Deployment;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Deployment;

public sealed class BuildManifestFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static BuildManifest Some { get; } = new()
    {
        BuildId = "garden-1",
        CreatedAt = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero),
        Perennial = "1.0.0+abc",
        EncryptionKeys = [new byte[32]],
        Routes =
        [
            new()
            {
                Pattern = "/plants/{Name}",
                Policy = "incremental",
                Page = "Site.Plant",
                Revalidate = 60,
                Expire = 31_536_000,
                Unlisted = BuildManifest.NotFound,
                Query = ["page"],
                Paths =
                [
                    new() { Path = "/plants/Löwenzahn", Entry = new('a', 64), Status = 200, Size = 1200, Brotli = 400, Revalidate = 60, Tags = ["plants"] },
                    new() { Path = "/plants/weed", Status = 404 },
                ],
            },
            new() { Pattern = "/basket", Policy = "dynamic", DynamicBecause = "it reads the cookie 'basket'" },
        ],
    };

    [Fact]
    public void What_is_written_is_read()
    {
        Write(BuildManifestFile.Write(Some));

        var read = BuildManifestFile.Read(_folder.Path)!;

        Assert.Equivalent(Some, read, strict: true);
    }

    [Fact]
    public void People_can_read_it_too()
    {
        var json = Encoding.UTF8.GetString(BuildManifestFile.Write(Some));

        Assert.Contains("\"schemaVersion\": 1,\n  \"buildId\": \"garden-1\",", json, StringComparison.Ordinal);
        Assert.Contains("\"path\": \"/plants/Löwenzahn\"", json, StringComparison.Ordinal);
        Assert.Contains("\"dynamicBecause\": \"it reads the cookie 'basket'\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void No_folder_and_no_file_are_no_build()
    {
        Assert.Null(BuildManifestFile.Read(_folder.Path));
        Assert.Null(BuildManifestFile.Read(_folder.At("nowhere")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "schemaVersion": "1" }""")]
    [InlineData("""{ "schemaVersion": 1 }""")]
    [InlineData("""{ "schemaVersion": 1, "buildId": null, "createdAt": "2026-01-01T00:00:00Z", "perennial": "", "routes": [] }""")]
    [InlineData("""{ "schemaVersion": 1, "buildId": "../x", "createdAt": "2026-01-01T00:00:00Z", "perennial": "", "routes": [] }""")]
    [InlineData("""{ "schemaVersion": 1, "buildId": "x", "createdAt": "yesterday", "perennial": "", "routes": [] }""")]
    [InlineData("""{ "schemaVersion": 1, "buildId": "x", "createdAt": "2026-01-01T00:00:00Z", "perennial": "", "routes": [null] }""")]
    [InlineData("""{ "schemaVersion": 1, "buildId": "x", "createdAt": "2026-01-01T00:00:00Z", "perennial": "", "routes": [], "encryptionKeys": ["AAAA"] }""")]
    [InlineData("""{ "schemaVersion": 1, "buildId": "x", "createdAt": "2026-01-01T00:00:00Z", "perennial": "", "routes": [], "encryptionKeys": [] }""")]
    [InlineData("""{ "schemaVersion": 1, "buildId": "x", "createdAt": "2026-01-01T00:00:00Z", "perennial": "", "routes": [], "encryptionKeys": ["no base64"] }""")]
    public void What_is_no_manifest_is_an_error_that_names_the_file(string json)
    {
        Write(Encoding.UTF8.GetBytes(json));

        var error = Assert.Throws<PerennialException>(() => BuildManifestFile.Read(_folder.Path));

        Assert.Equal("PER3011", error.Code);
        Assert.Contains(_folder.At("manifest.json"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_schema_is_an_error_of_its_own()
    {
        Write("""{ "schemaVersion": 2, "buildId": "x", "shape": "unknown" }"""u8);

        Assert.Equal("PER3012", Assert.Throws<PerennialException>(() => BuildManifestFile.Read(_folder.Path)).Code);
    }

    [Fact]
    public void Properties_of_later_versions_are_no_error()
    {
        Write("""{ "schemaVersion": 1, "buildId": "x", "createdAt": "2026-01-01T00:00:00Z", "perennial": "", "routes": [], "more": 1 }"""u8);

        Assert.Equal("x", BuildManifestFile.Read(_folder.Path)!.BuildId);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(ReadOnlySpan<byte> json) => File.WriteAllBytes(_folder.At(BuildManifestFile.Name), json);
}
