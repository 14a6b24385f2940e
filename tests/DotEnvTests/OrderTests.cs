namespace Perennial.DotEnvTests;

/// <summary>Which file wins, and which are read at all.</summary>
public sealed class OrderTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Theory]
    [InlineData("development", ".env.development.local", ".env.local", ".env.development", ".env")]
    [InlineData("Development", ".env.development.local", ".env.local", ".env.development", ".env")]
    [InlineData("Production", ".env.production.local", ".env.local", ".env.production", ".env")]
    [InlineData(null, ".env.production.local", ".env.local", ".env.production", ".env")]
    [InlineData("Staging", ".env.staging.local", ".env.local", ".env.staging", ".env")]
    [InlineData("Blue-Green", ".env.blue-green.local", ".env.local", ".env.blue-green", ".env")]
    [InlineData("Local", ".env.local", ".env")]
    [InlineData("Test", ".env.test.local", ".env.test", ".env")]
    [InlineData("Testing", ".env.test.local", ".env.test", ".env")]
    public void The_files_of_a_mode_are_read_in_their_order(string? mode, params string[] files)
    {
        using var folder = Everything();

        var result = DotEnv.Read(folder.Path, mode, Nothing);

        Assert.Equal(files, result.Files.Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("development")]
    [InlineData("production")]
    [InlineData("test")]
    [InlineData("staging")]
    public void The_first_file_that_has_a_variable_wins(string mode)
    {
        using var folder = Everything();

        while (DotEnv.Read(folder.Path, mode, Nothing) is { Files: [var first, ..] } result)
        {
            Assert.Equal(Path.GetFileName(first), result.Values["FROM"]);
            File.Delete(first);
        }
    }

    [Theory]
    [InlineData("process")]
    [InlineData("")]
    public void The_process_wins_over_every_file_even_when_it_is_empty(string value)
    {
        using var folder = Everything();

        var result = DotEnv.Read(folder.Path, "development", new Dictionary<string, string> { ["FROM"] = value });

        Assert.Empty(result.Values);
    }

    [Fact]
    public void An_empty_assignment_wins_over_the_files_below()
    {
        using var folder = new TemporaryFolder().With(".env.local", "N=").With(".env", "N=below");

        Assert.Equal("", DotEnv.Read(folder.Path, "production", Nothing).Values["N"]);
    }

    [Fact]
    public void Another_modes_files_are_not_read_in_test()
    {
        using var folder = new TemporaryFolder()
            .With(".env.development", "A=1").With(".env.production", "A=2").With(".env.local", "A=3");

        Assert.Empty(DotEnv.Read(folder.Path, "test", Nothing).Values);
    }

    [Fact]
    public void Files_stand_in_the_projects_folder_not_in_src()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("src"));
        folder.With("src/.env", "A=1").With(".env", "B=2");

        Assert.Equal(["B"], DotEnv.Read(folder.Path, "production", Nothing).Values.Keys);
    }

    private static TemporaryFolder Everything()
    {
        var folder = new TemporaryFolder().With(".env", "FROM=.env").With(".env.local", "FROM=.env.local");
        foreach (var mode in new[] { "development", "production", "test", "staging", "blue-green" })
        {
            folder.With($".env.{mode}", $"FROM=.env.{mode}").With($".env.{mode}.local", $"FROM=.env.{mode}.local");
        }

        return folder;
    }
}
