using Perennial.Client.Build;

namespace Perennial.Tests.Client;

public sealed class BundledFileTests
{
    [Theory]
    [InlineData("counter.ZLFQRGBX.js", true, "counter.ZLFQRGBX.js|client/counter#[.{fingerprint}]!.js|All|ZLFQRGBX")]
    [InlineData("a.b.ZLFQRGBX.css", true, "a.b.ZLFQRGBX.css|client/a.b#[.{fingerprint}]!.css|All|ZLFQRGBX")]
    [InlineData("chunk-ABCDEF23.ABCDEF23.js", false, "chunk-ABCDEF23.ABCDEF23.js|client/chunk-ABCDEF23#[.{fingerprint}].js|All|ABCDEF23")]
    public void The_hash_is_the_fingerprint(string file, bool isAskedForByName, string line) =>
        Assert.Equal(line, new BundledFile(file, isAskedForByName).Line());

    [Fact]
    [Trait("Proves", "S-97")]
    public void A_source_map_is_of_the_build_only() =>
        Assert.Contains("|Build|", new BundledFile("counter.ZLFQRGBX.js.map", false).Line(), StringComparison.Ordinal);

    [Fact]
    public void Entry_points_and_the_style_sheets_of_their_imports_are_asked_for_by_name()
    {
        var made = Metafile.Read(
            """
            {
              "inputs": { "<define:process.env>": {}, "Client/a.ts": {}, "Client/lib/late.ts": {}, "Client/lib/a.css": {} },
              "outputs": {
                "obj/a.AAAAAAAA.js": { "entryPoint": "Client/a.ts", "cssBundle": "obj/a.BBBBBBBB.css" },
                "obj/a.BBBBBBBB.css": {},
                "obj/late-CCCCCCCC.CCCCCCCC.js": { "entryPoint": "Client/lib/late.ts" }
              }
            }
            """,
            ["Client/a.ts"]);

        Assert.Equal(["Client/a.ts", "Client/lib/late.ts", "Client/lib/a.css"], made.Inputs);
        Assert.Equal(["client/a.js", "client/a.css"], made.Files.Where(static file => file.IsAskedForByName).Select(static file => file.Label));
        Assert.Equal("client/late-CCCCCCCC.js", made.Files.Single(static file => !file.IsAskedForByName).Label);
    }
}
