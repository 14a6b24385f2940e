using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Perennial.DotEnvTests;

/// <summary>appsettings, then .env files, then the process, then the command line: the last one wins.</summary>
public sealed class BuilderTests
{
    [Fact]
    public void The_files_stand_between_appsettings_and_the_process() =>
        Ordered("OURS", PerennialApplication.CreateBuilder);

    [Fact]
    public void So_they_do_in_a_builder_that_somebody_else_made() => Ordered("FOREIGN", static args =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddPerennial();
        return builder;
    });

    [Fact]
    public void A_prefix_of_the_host_is_taken_off_in_a_foreign_builder()
    {
        using var folder = new TemporaryFolder().With(".env", "ASPNETCORE_DOTENV_PREFIXED=of .env");
        var builder = WebApplication.CreateBuilder([$"--contentRoot={folder.Path}"]);

        builder.AddPerennial();

        Assert.Equal("of .env", builder.Configuration["DOTENV_PREFIXED"]);
    }

    [Theory]
    [InlineData("production", "start")]
    [InlineData("production", "build")]
    [InlineData("staging", "start", "--environment=Staging")]
    [InlineData("development", "--environment", "Development")]
    [InlineData("test", "--environment=Test")]
    public void The_files_are_those_of_the_environment_that_the_app_runs_in(string mode, params string[] args)
    {
        var name = $"PERENNIAL_MODE_{mode}_{args[0].TrimStart('-').Replace('=', '_')}";
        using var folder = new TemporaryFolder();
        foreach (var one in new[] { "production", "staging", "development", "test" })
        {
            folder.With($".env.{one}", $"{name}={one}");
        }

        var builder = PerennialApplication.CreateBuilder([.. args, $"--contentRoot={folder.Path}"]);

        Assert.Equal(mode, builder.Configuration[name]);
        Assert.Equal(mode, Environment.GetEnvironmentVariable(name));
    }

    [Fact]
    public void Without_an_argument_the_files_are_those_of_the_builders_own_environment()
    {
        using var folder = new TemporaryFolder().With(".env.dot", "PERENNIAL_OWN=dot").With(".env.asp", "PERENNIAL_OWN=asp");
        var before = (Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"), Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"));
        SetEnvironment("Dot", "Asp");
        try
        {
            var builder = PerennialApplication.CreateBuilder([$"--contentRoot={folder.Path}"]);

            Assert.Equal(builder.Environment.EnvironmentName.ToLowerInvariant(), builder.Configuration["PERENNIAL_OWN"]);
        }
        finally
        {
            SetEnvironment(before.Item1, before.Item2);
        }
    }

    [Fact]
    [Trait("Proves", "F-94")]
    public void A_wrong_file_stops_the_start_and_names_itself()
    {
        using var folder = new TemporaryFolder().With(".env", "Q=$Q");

        var error = Assert.Throws<DotEnvException>(() => PerennialApplication.CreateBuilder([$"--contentRoot={folder.Path}"]));

        Assert.Contains(folder.At(".env") + ", line 1", error.Message, StringComparison.Ordinal);
    }

    private static void SetEnvironment(string? dotnet, string? asp)
    {
        Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", dotnet);
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", asp);
    }

    private static void Ordered(string section, Func<string[], WebApplicationBuilder> create)
    {
        using var folder = new TemporaryFolder()
            .With("appsettings.json", $$"""{ "{{section}}": { "A": "appsettings", "B": "appsettings", "C": "appsettings", "D": "appsettings" } }""")
            .With(".env", $"{section}__B=.env\n{section}__C=.env\n{section}__D=.env");
        Environment.SetEnvironmentVariable($"{section}__C", "process");
        Environment.SetEnvironmentVariable($"{section}__D", "process");

        var builder = create([$"--contentRoot={folder.Path}", $"--{section}:D=command line"]);

        Assert.Equal(
            ["appsettings", ".env", "process", "command line"],
            new[] { "A", "B", "C", "D" }.Select(key => builder.Configuration[$"{section}:{key}"]));
    }
}
