namespace Perennial.DotEnvTests;

/// <summary>What is an error here, where Next.js says a line in the log and goes on without the file.</summary>
public sealed class RefusalTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Theory]
    [InlineData("A=1\nQ=$Q", "line 2: 'Q' refers to itself: Q -> Q")]
    [InlineData("A=$B\nB=$A", "line 1: 'A' refers to itself: A -> B -> A")]
    [InlineData("A=$B\nB=x$B", "line 1: 'A' refers to itself: B -> B")]
    [Trait("Proves", "S-99")]
    public void A_cycle_names_its_file_and_its_line(string text, string told)
    {
        var error = Refused("PER1043", () => DotEnv.Merge([new("shop/.env", text)], Nothing));

        Assert.Contains("shop/.env, " + told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-99")]
    public void References_that_double_and_double_come_to_an_end()
    {
        var text = string.Join('\n', Enumerable.Range(0, 64).Select(static i => $"V{i}=$V{i + 1}$V{i + 1}"));

        var error = Refused("PER1043", () => DotEnv.Merge([new(".env", text + "\nV64=x")], Nothing));

        Assert.Contains("does not come to an end", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public void The_environment_is_not_chosen_by_a_file(string name)
    {
        var error = Refused("PER1044", () => DotEnv.Merge([new("shop/.env", $"A=1\n\n{name}=Staging")], Nothing));

        Assert.Contains($"shop/.env, line 3: '{name}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'A', (byte)'=', 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'A', 0, (byte)'=', 0 })]
    [InlineData(new byte[] { (byte)'A', 0, (byte)'=', 0, (byte)'1', 0 })]
    [Trait("Proves", "F-94")]
    public void A_file_that_is_not_UTF8_is_named(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At(".env"), bytes);

        Assert.Contains(folder.At(".env"), Refused("PER1040", () => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-99")]
    public void Ten_megabytes_are_read_and_no_byte_more()
    {
        using var folder = new TemporaryFolder().With(".env", "A=" + new string('x', (10 * 1024 * 1024) - 2));
        Assert.Single(Read(folder).Values);

        File.AppendAllText(folder.At(".env"), "x");

        Assert.Contains(folder.At(".env"), Refused("PER1041", () => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "F-94")]
    public void A_file_that_somebody_has_locked_is_named()
    {
        using var folder = new TemporaryFolder().With(".env", "A=1");
        using var held = new FileStream(folder.At(".env"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Contains(folder.At(".env"), Refused("PER1042", () => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "F-94")]
    public void Without_files_there_is_nothing_and_no_error()
    {
        using var folder = new TemporaryFolder();
        // A Python environment often has this name.
        Directory.CreateDirectory(folder.At(".env"));

        Assert.Empty(Read(folder).Files);
    }

    [Fact]
    [Trait("Proves", "F-94")]
    public void Nothing_is_set_when_one_file_is_wrong()
    {
        using var folder = new TemporaryFolder().With(".env.local", "PERENNIAL_DOTENV_HALF=1").With(".env", "Q=$Q");

        Refused("PER1043", () => DotEnv.Load(folder.Path, "production"));

        Assert.Null(Environment.GetEnvironmentVariable("PERENNIAL_DOTENV_HALF"));
    }

    [Theory]
    [InlineData("x/../../production")]
    [InlineData("x\\y")]
    public void A_mode_that_cannot_name_a_file_is_refused(string mode) =>
        Refused("PER1045", () => DotEnv.Read(Path.GetTempPath(), mode, Nothing));

    private static DotEnvResult Read(TemporaryFolder folder) => DotEnv.Read(folder.Path, "production", Nothing);

    private static DotEnvException Refused(string code, Func<object> act)
    {
        var error = Assert.Throws<DotEnvException>(() => { act(); });
        Assert.Equal(code, error.Code);
        return error;
    }
}
