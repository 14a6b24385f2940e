using Perennial.Client.Build;

namespace Perennial.Tests.Client;

public sealed class EsbuildArgumentsTests
{
    [Fact]
    public void A_public_variable_is_defined_in_both_spellings_as_a_text_that_can_hold_anything()
    {
        var arguments = Of("Production", ("PUBLIC_A", "a\"\\\n</script>$x"));

        Assert.Contains("""--define:process.env.PUBLIC_A="a\u0022\\\n\u003C/script\u003E$x" """.TrimEnd(), arguments);
        Assert.Contains(arguments, static argument => argument.StartsWith("--define:import.meta.env.PUBLIC_A=", StringComparison.Ordinal));
        Assert.Contains("--define:process.env={}", arguments);
    }

    [Fact]
    public void A_name_that_cannot_stand_after_a_dot_is_left_out() =>
        Assert.DoesNotContain(Of("Production", ("PUBLIC_A-B", "1")), static argument => argument.Contains("A-B", StringComparison.Ordinal));

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Staging", true)]
    [InlineData("development", false)]
    [Trait("Proves", "S-97")]
    public void Source_maps_are_for_Development_only(string mode, bool isMinified)
    {
        var arguments = Of(mode);

        Assert.Equal(isMinified, arguments.Contains("--minify"));
        Assert.Equal(!isMinified, arguments.Any(static argument => argument.Contains("sourcemap", StringComparison.Ordinal)));
        Assert.Contains($"--define:process.env.NODE_ENV=\"{(isMinified ? "production" : "development")}\"", arguments);
    }

    private static IReadOnlyList<string> Of(string mode, params (string Name, string Value)[] variables) => EsbuildArguments.Of(
        new() { Project = "/garden", Output = "/garden/obj", Mode = mode }, ["Client/a.ts"], variables.ToDictionary(static one => one.Name, static one => one.Value));
}
