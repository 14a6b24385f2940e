using Microsoft.Extensions.Hosting;

namespace Perennial.Tests;

public sealed class PerennialApplicationTests
{
    [Theory]
    [InlineData("Production", "build")]
    [InlineData("Production", "start")]
    [InlineData("Staging", "build", "--environment=Staging")]
    [InlineData("Staging", "start", "--environment", "Staging")]
    [InlineData("Development", "--environment=Development")]
    [InlineData("Production", "start", "--environmental=Staging")]
    public void Verbs_run_as_Production_unless_an_argument_says_otherwise(string environment, params string[] args) =>
        Assert.Equal(environment, PerennialApplication.CreateBuilder(args).Environment.EnvironmentName);

    [Theory]
    [InlineData(true, false, false, "own")] // a verb, elsewhere than beside a project
    [InlineData(true, true, false, null)] // dotnet run -- start
    [InlineData(true, true, true, "own")] // ./out/app start, in the project's folder
    [InlineData(true, false, true, "own")]
    [InlineData(false, false, false, null)]
    [InlineData(false, true, false, null)] // dotnet run
    [InlineData(false, true, true, "own")]
    [InlineData(false, false, true, "own")]
    public void The_content_root_is_the_apps_own_folder_unless_it_was_only_compiled(bool isVerb, bool besideProject, bool isPublished, string? expected)
    {
        using var here = new Caching.Files.TemporaryFolder();
        using var own = new Caching.Files.TemporaryFolder();
        if (besideProject)
        {
            File.WriteAllText(here.At("Shop.csproj"), "");
        }

        File.WriteAllText(own.At("Shop.staticwebassets.endpoints.json"), $$"""{"Version":1,"ManifestType":"{{(isPublished ? "Publish" : "Build")}}","Endpoints":[]}""");

        var root = ContentRoot.Of(NoArguments, isVerb, here.Path, own.Path, "Shop");

        Assert.Equal(expected is null ? null : own.Path, root);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("Publish")]
    public void A_program_without_a_manifest_of_a_publish_was_not_published(string? manifest)
    {
        using var own = new Caching.Files.TemporaryFolder();
        if (manifest is not null)
        {
            File.WriteAllText(own.At("Shop.staticwebassets.endpoints.json"), manifest);
        }

        Assert.False(ContentRoot.IsPublished(own.Path, "Shop"));
    }

    [Fact]
    public void A_content_root_that_is_named_stays()
    {
        var builder = PerennialApplication.CreateBuilder(["start", "--contentRoot=" + Path.GetTempPath()]);

        Assert.Equal(Path.GetTempPath(), builder.Environment.ContentRootPath);
    }

    private static Microsoft.Extensions.Configuration.IConfiguration NoArguments { get; } =
        new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build();
}
