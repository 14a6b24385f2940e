namespace Perennial.DotEnvTests;

/// <summary>One call, and the process has them: a test fixture, EF Core at design time, a console program.</summary>
public sealed class LoadTests(LoadTests.Settings settings) : IClassFixture<LoadTests.Settings>
{
    [Fact]
    public void A_fixture_loads_the_variables_that_the_process_does_not_have()
    {
        Assert.Equal("localhost", Environment.GetEnvironmentVariable("PERENNIAL_DOTENV_HOST"));
        Assert.Equal("", Environment.GetEnvironmentVariable("PERENNIAL_DOTENV_EMPTY"));
        Assert.Equal("first", Environment.GetEnvironmentVariable("PERENNIAL_DOTENV_TAKEN"));
        Assert.Equal("test", settings.Result.Mode);
        Assert.Equal(
            ["PERENNIAL_DOTENV_EMPTY", "PERENNIAL_DOTENV_HOST"], settings.Result.Values.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_second_call_sets_nothing() => Assert.Empty(DotEnv.Load(settings.Folder.Path, "test").Values);

    [Fact]
    public void The_package_depends_on_nothing() => Assert.All(
        typeof(DotEnv).Assembly.GetReferencedAssemblies(),
        static name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));

    public sealed class Settings : IDisposable
    {
        public Settings()
        {
            Environment.SetEnvironmentVariable("PERENNIAL_DOTENV_TAKEN", "first");
            Folder.With(".env.test", "PERENNIAL_DOTENV_HOST=localhost\nPERENNIAL_DOTENV_EMPTY=\nPERENNIAL_DOTENV_TAKEN=second")
                .With(".env.local", "PERENNIAL_DOTENV_LOCAL=1");
            Result = DotEnv.Load(Folder.Path, "Test");
        }

        public DotEnvResult Result { get; }

        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
