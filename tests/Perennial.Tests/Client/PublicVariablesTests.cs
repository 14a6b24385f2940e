using Perennial.Client;

namespace Perennial.Tests.Client;

public sealed class PublicVariablesTests
{
    [Theory]
    [InlineData("PUBLIC_A", true)]
    [InlineData("NEXT_PUBLIC_A", true)]
    [InlineData("public_A", false)]
    [InlineData("PUBLIC", false)]
    [InlineData("PUBLICITY_TOKEN", false)]
    [InlineData("MY_PUBLIC_KEY", false)]
    [InlineData("NEXT_PRIVATE_A", false)]
    [InlineData(" PUBLIC_A", false)]
    public void Only_the_prefix_makes_a_variable_public(string name, bool isPublic) => Assert.Equal(isPublic, PublicVariables.IsPublic(name));

    [Fact]
    public void The_process_wins_over_a_file() =>
        Assert.Equal("process", PublicVariables.Of([new("PUBLIC_A", "process"), new("PUBLIC_A", "file"), new("SECRET", "no")])["PUBLIC_A"]);

    [Fact]
    public void To_ask_for_a_secret_is_an_error_and_for_an_unset_one_is_not()
    {
        var variables = new PublicEnvironment(new Dictionary<string, string> { ["PUBLIC_A"] = "a" }, isFrozen: true);

        Assert.Equal(("a", null), (variables["PUBLIC_A"], variables["NEXT_PUBLIC_B"]));
        Assert.Equal("PER1241", Assert.Throws<PerennialException>(() => variables["DB_PASS"]).Code);
    }
}
