using Perennial.Deployment;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Deployment;

public sealed class RunningCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_same_assemblies_are_the_same_code_wherever_they_lie()
    {
        var (one, other) = (Folder("one", ("App.dll", typeof(RunningCode))), Folder("other", ("App.dll", typeof(RunningCode))));

        Assert.Equal(RunningCode.Of(one, "App"), RunningCode.Of(other, "App"));
        Assert.Matches("^[0-9a-f]{32}$", RunningCode.Of(one, "App"));
    }

    [Fact]
    public void Another_library_is_other_code_though_the_app_is_the_same() => Assert.NotEqual(
        RunningCode.Of(Folder("one", ("App.dll", typeof(RunningCode)), ("Library.dll", typeof(FactAttribute))), "App"),
        RunningCode.Of(Folder("other", ("App.dll", typeof(RunningCode)), ("Library.dll", typeof(RunningCodeTests))), "App"));

    [Fact]
    public void A_translation_is_code_and_what_is_no_assembly_is_not()
    {
        var folder = Folder("one", ("App.dll", typeof(RunningCode)));
        var before = RunningCode.Of(folder, "App");
        File.WriteAllText(Path.Join(folder, "appsettings.json"), "{}");
        File.WriteAllText(Path.Join(folder, "native.dll"), "no assembly");
        Assert.Equal(before, RunningCode.Of(folder, "App"));

        Folder(Path.Join("one", "de"), ("App.resources.dll", typeof(FactAttribute)));

        Assert.NotEqual(before, RunningCode.Of(folder, "App"));
    }

    [Fact]
    public void An_app_in_one_file_is_that_file()
    {
        var folder = Folder("one");

        Assert.Matches("^[0-9a-f]{32}$", RunningCode.Of(folder, "App"));
        Assert.Equal(RunningCode.Of(folder, "App"), RunningCode.Of(folder, "App"));
    }

    [Fact]
    public void The_code_that_runs_has_one_identity() => Assert.Equal(new RunningCode().Id, new RunningCode().Id);

    [Theory]
    [InlineData("same", false, null, false)]
    [InlineData("other", false, null, true)]
    [InlineData("other", false, "id", true)]
    [InlineData("other", true, "id", false)]
    [InlineData("other", true, "another id", true)]
    [InlineData("other", true, null, true)]
    [InlineData("other", true, "throws", true)]
    [InlineData("same", true, "another id", false)]
    [InlineData(null, false, null, true)]
    public async Task A_build_is_of_other_code_unless_its_id_is_given_once_more(string? code, bool hasGivenId, string? given, bool isOther)
    {
        var running = new RunningCode();
        var options = new DeploymentOptions
        {
            GenerateBuildId = given is null ? null : _ => given is "throws" ? throw new InvalidOperationException("no git") : new(given),
        };
        var manifest = new BuildManifest
        {
            BuildId = "id",
            Code = code is "same" ? running.Id : code,
            HasGivenId = hasGivenId,
            CreatedAt = default,
            Perennial = "1",
            Routes = [],
        };

        Assert.Equal(isOther, await BuildCode.IsOtherAsync(manifest, running, options, TestContext.Current.CancellationToken));
        Assert.Equal(hasGivenId && !isOther ? "given" : running.Id, BuildCode.Mark(manifest, running, isOther));
    }

    public void Dispose() => _folder.Dispose();

    private string Folder(string name, params (string File, Type Of)[] assemblies)
    {
        var folder = Directory.CreateDirectory(_folder.At(name)).FullName;
        foreach (var (file, of) in assemblies)
        {
            File.Copy(of.Assembly.Location, Path.Join(folder, file));
        }

        return folder;
    }
}
