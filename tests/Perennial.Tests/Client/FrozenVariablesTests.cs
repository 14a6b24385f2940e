using Perennial.Client;
using Perennial.Deployment;
using Perennial.Tests.Caching;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Client;

public sealed class FrozenVariablesTests
{
    private static readonly RunningVariables Running = Variables("running");

    [Fact]
    public void Bundles_decide_then_the_build_then_the_process()
    {
        Assert.Equal("bundled", Chosen(bundled: "bundled", built: "built"));
        Assert.Equal("built", Chosen(bundled: null, built: "built"));
        Assert.Equal("running", Chosen(bundled: null, built: null));
    }

    [Fact]
    public void In_Development_the_running_values_count() =>
        Assert.Equal("running", Chosen(bundled: "bundled", built: "built", isDevelopment: true));

    [Fact]
    public void What_is_not_public_is_not_taken_from_a_file_that_was_edited()
    {
        var chosen = FrozenVariables.Choose(Running, static () => new Dictionary<string, string> { ["DB_PASS"] = "x", ["PUBLIC_A"] = "a" }, null, false);

        Assert.Equal(["PUBLIC_A"], chosen.Values.Keys);
    }

    [Fact]
    public void Another_value_and_a_new_name_differ_and_one_that_is_gone_does_not()
    {
        var frozen = new PublicEnvironment(new Dictionary<string, string> { ["PUBLIC_A"] = "1", ["PUBLIC_GONE"] = "1", ["PUBLIC_SAME"] = "1" }, isFrozen: true);
        var running = new RunningVariables(new() { ["PUBLIC_A"] = "2", ["PUBLIC_NEW"] = "1", ["PUBLIC_SAME"] = "1" });

        Assert.Equal(["PUBLIC_A", "PUBLIC_NEW"], FrozenVariables.Differences(frozen, running));
    }

    [Fact]
    public void One_warning_names_them_without_their_values_and_leaves_out_what_is_served_at_run_time()
    {
        var logger = new CollectingLogger<PublicEnvironment>();
        var served = new RuntimeKeys();
        served.Add(["PUBLIC_SERVED"]);
        var frozen = new PublicEnvironment(new Dictionary<string, string> { ["PUBLIC_A"] = "was" }, isFrozen: true);

        new VariableCheck(frozen, new(new() { ["PUBLIC_A"] = "is", ["PUBLIC_SERVED"] = "x" }), served, logger).Run();

        // 1332 is for Debug, and has the values.
        Assert.Equal([1330, 1332], logger.Events);
        Assert.Contains("this process has others: PUBLIC_A. What", logger.Texts.First(), StringComparison.Ordinal);
        Assert.DoesNotContain("was", logger.Texts.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_beside_the_app_is_read_and_a_broken_one_is_an_error()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Join(folder.Path, "Garden.public-environment.json");
        Assert.Null(FrozenVariables.Bundled(folder.Path, "Garden"));

        File.WriteAllText(path, """{ "PUBLIC_A": "a" }""");
        Assert.Equal("a", FrozenVariables.Bundled(folder.Path, "Garden")!["PUBLIC_A"]);

        File.WriteAllText(path, """{ "PUBLIC_A": 1 }""");
        Assert.Equal("PER1242", Assert.Throws<PerennialException>(() => FrozenVariables.Bundled(folder.Path, "Garden")).Code);
    }

    private static string? Chosen(string? bundled, string? built, bool isDevelopment = false)
    {
        var manifest = new BuildManifest
        {
            BuildId = "b",
            CreatedAt = default,
            Perennial = "",
            Routes = [],
            PublicEnvironment = built is null ? null : Variables(built).Values,
        };
        return FrozenVariables.Choose(Running, () => bundled is null ? null : Variables(bundled).Values, manifest, isDevelopment)["PUBLIC_A"];
    }

    private static RunningVariables Variables(string value) => new(new() { ["PUBLIC_A"] = value });
}
