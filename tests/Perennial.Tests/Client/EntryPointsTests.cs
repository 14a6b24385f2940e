using Perennial.Client.Build;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Client;

public sealed class EntryPointsTests : IDisposable
{
    private readonly TemporaryFolder _project = new();

    [Fact]
    public void Scripts_and_style_sheets_directly_in_Client_are_bundles()
    {
        Write("a.ts", "b.tsx", "c.js", "d.jsx", "e.css", "types.d.ts", "only.module.css", "notes.md", "data.json", "lib/deep.ts");

        Assert.Equal(
            ["client/a.js", "client/b.js", "client/c.js", "client/d.js", "client/e.css"],
            EntryPoints.Find(_project.Path).Select(static entry => entry.Label));
    }

    [Fact]
    public void An_app_without_the_folder_has_none() => Assert.Empty(EntryPoints.Find(_project.Path));

    [Fact]
    public void A_script_and_a_style_sheet_may_share_a_name() =>
        Assert.Empty(EntryPoints.Check([new("Client/a.ts"), new("Client/a.css")]));

    [Theory]
    [InlineData("Client/a.ts", "Client/a.tsx")]
    [InlineData("Client/a.ts", "Client/A.js")]
    public void Two_that_would_be_one_on_the_wire_are_an_error_at_the_second(string first, string second)
    {
        var error = Assert.Single(EntryPoints.Check([new(first), new(second)]));

        Assert.StartsWith($"{second}: error PER1233: This and {first} both make 'client/a.js'.", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Client/a b.ts")]
    [InlineData("Client/ä.css")]
    [InlineData("Client/perennial-islands.ts")]
    public void A_name_that_cannot_be_served_is_an_error(string path) =>
        Assert.Equal(("PER1233", path), Assert.Single(EntryPoints.Check([new(path)])) is var error ? (error.Code, error.File) : default);

    public void Dispose() => _project.Dispose();

    private void Write(params string[] files)
    {
        foreach (var file in files)
        {
            var path = Path.Join(_project.Path, "Client", file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}
