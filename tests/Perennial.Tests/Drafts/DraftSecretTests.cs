using Perennial.Drafts;
using Perennial.Tests.House;

namespace Perennial.Tests.Drafts;

public sealed class DraftSecretTests
{
    [Fact]
    public void Only_the_secret_is_it()
    {
        var secret = new DraftSecret("MY_SECRET_TOKEN");

        Assert.True(secret.Is("MY_SECRET_TOKEN"));
        Assert.All(["", "MY_SECRET_TOKE", "MY_SECRET_TOKEN ", "my_secret_token", null], attempt => Assert.False(secret.Is(attempt)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_secret_nothing_is_it(string? missing) =>
        Assert.All(["", null, "undefined"], attempt => Assert.False(new DraftSecret(missing).Is(attempt)));

    /// <summary>
    /// A measurement of time is right on a quiet machine and a coin's throw on a busy one, so what is held is the code: in
    /// these files bytes that must not leak are compared by one method.
    /// </summary>
    [Theory]
    [Trait("Proves", "S-49")]
    [InlineData("src/Perennial/Drafts/DraftSecret.cs")]
    [InlineData("src/Perennial/Drafts/DraftCookie.cs")]
    [InlineData("tests/Examples/Isr/RevalidateEndpoint.cs")]
    [InlineData("samples/Site/Editing/EditorPassword.cs")]
    public void Secrets_are_compared_in_constant_time_and_in_no_other_way(string file)
    {
        var code = Repository.Read(file);

        Assert.Contains("CryptographicOperations.FixedTimeEquals(", code, StringComparison.Ordinal);
        Assert.DoesNotContain("SequenceEqual", code, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?i)\b(secret|token|mac|digest|attempt|password)\b\s*(==|!=)(?!\s*null)", code);
    }
}
