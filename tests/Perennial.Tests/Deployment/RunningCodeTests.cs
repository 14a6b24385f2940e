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

        Assert.Equal(Of(one), Of(other));
        Assert.Matches("^[0-9a-f]{32}$", Of(one));
    }

    [Fact]
    public void Another_library_is_other_code_though_the_app_is_the_same() => Assert.NotEqual(
        Of(Folder("one", ("App.dll", typeof(RunningCode)), ("Library.dll", typeof(FactAttribute)))),
        Of(Folder("other", ("App.dll", typeof(RunningCode)), ("Library.dll", typeof(RunningCodeTests)))));

    [Fact]
    public void A_translation_is_code_and_what_is_no_assembly_is_not()
    {
        var folder = Folder("one", ("App.dll", typeof(RunningCode)));
        var before = Of(folder);
        File.WriteAllText(Path.Join(folder, "appsettings.json"), "{}");
        File.WriteAllText(Path.Join(folder, "native.dll"), "no assembly");
        Assert.Equal(before, Of(folder));

        Folder(Path.Join("one", "de"), ("App.resources.dll", typeof(FactAttribute)));

        Assert.NotEqual(before, Of(folder));
    }

    [Fact]
    public void An_app_in_one_file_is_that_file()
    {
        var folder = Folder("one");

        Assert.Matches("^[0-9a-f]{32}$", Of(folder, Program("one file")));
        Assert.Equal(Of(folder, Program("one file")), Of(Folder("other"), Program("one file")));
        Assert.NotEqual(Of(folder, Program("one file")), Of(folder, Program("another file")));
    }

    [Fact]
    public void A_program_that_only_starts_the_app_is_no_code()
    {
        var folder = Folder("one", ("App.dll", typeof(RunningCode)));

        Assert.Equal(Of(folder, Program("dotnet")), Of(folder, Program("app.exe")));
    }

    [Fact]
    public void The_code_that_runs_has_one_identity()
    {
        var id = new RunningCode().Id;

        Assert.Equal(RunningCode.Of(AppContext.BaseDirectory, "Perennial.Tests", program: null), id);
        Assert.Equal(id, new RunningCode().Id);
    }

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

    private static string Of(string folder, string? program = null) => RunningCode.Of(folder, "App", program);

    private string Program(string content)
    {
        var path = _folder.At("program");
        File.WriteAllText(path, content);
        return path;
    }

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
