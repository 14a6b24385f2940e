using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Perennial.Deployment.Archive;

namespace Perennial.Tests.Deployment;

public sealed class AssetSetFileTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void What_is_written_is_read()
    {
        var (name, bytes) = AssetSetFile.Write(new()
        {
            Assets = [new() { Path = "/a.css", ContentType = "text/css", Files = [new() { Hash = Hash, Length = 1, ETag = "\"x\"" }, new() { Hash = Hash, Length = 1, ETag = "\"y\"", Encoding = "br" }] }],
        });

        var asset = Assert.Single(AssetSetFile.Read(name, bytes).Assets);

        Assert.Equal(("/a.css", "text/css", 2, "br"), (asset.Path, asset.ContentType, asset.Files.Count, asset.Files[1].Encoding));
    }

    [Fact]
    public void A_set_under_another_name_is_none()
    {
        var (_, bytes) = AssetSetFile.Write(new() { Assets = [] });

        Assert.Throws<JsonException>(() => AssetSetFile.Read(Hash, bytes));
    }

    [Fact]
    public void Only_one_thing_is_wrong_with_each_of_the_sets_below() => Read(Json("nothing", ""));

    [Theory]
    [Trait("Proves", "S-96")]
    [InlineData("hash", "../../etc/passwd")]
    [InlineData("hash", "")]
    [InlineData("hash", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("hash", "con")]
    [InlineData("path", "no-slash")]
    [InlineData("path", "")]
    [InlineData("type", "text/html\\r\\nX: y")]
    [InlineData("type", "")]
    [InlineData("tag", "not quoted")]
    [InlineData("length", "-1")]
    [InlineData("encoding", "exe")]
    [InlineData("version", "2")]
    public void What_would_be_used_is_checked(string part, string value) => Assert.Throws<JsonException>(() => Read(Json(part, value)));

    private static string Json(string part, string value)
    {
        string Of(string name, string otherwise) => name == part ? value : otherwise;
        return $$"""
            {"schemaVersion":{{Of("version", "1")}},"assets":[{"path":"{{Of("path", "/a.css")}}","contentType":"{{Of("type", "text/css")}}",
            "files":[{"hash":"{{Hash}}","length":1,"eTag":"\"x\""},{"hash":"{{Of("hash", Hash)}}","length":{{Of("length", "1")}},
            "eTag":"{{(part is "tag" ? value : "\\\"x\\\"")}}","encoding":"{{Of("encoding", "br")}}"}]}]}
            """;
    }

    private static void Read(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        AssetSetFile.Read(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
    }
}
