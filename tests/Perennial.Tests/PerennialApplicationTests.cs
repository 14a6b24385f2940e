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

    [Fact]
    public void A_verbs_content_root_is_the_apps_own_folder() =>
        Assert.Equal(AppContext.BaseDirectory, ContentRoot.Of(NoArguments, Path.GetTempPath()));

    [Fact]
    public void Beside_a_project_file_it_is_the_current_directory()
    {
        using var folder = new Caching.Files.TemporaryFolder();
        File.WriteAllText(folder.At("Shop.csproj"), "");

        Assert.Null(ContentRoot.Of(NoArguments, folder.Path));
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
