using Perennial.Deployment;

namespace Perennial.Tests.Deployment;

public sealed class BuildIdTests
{
    [Fact]
    public async Task Without_a_generator_it_is_random_and_valid()
    {
        var first = await BuildId.MakeAsync(new(), CancellationToken.None);
        var second = await BuildId.MakeAsync(new(), CancellationToken.None);

        Assert.NotEqual(first, second);
        Assert.Matches("^[a-z2-7]{16}$", first);
        Assert.True(BuildId.IsValid(first));
    }

    [Fact]
    public async Task A_generator_is_asked_once_and_taken_by_its_word()
    {
        var asked = 0;
        var options = new DeploymentOptions { GenerateBuildId = _ => ValueTask.FromResult($"v1.{++asked}-a_B") };

        Assert.Equal("v1.1-a_B", await BuildId.MakeAsync(options, CancellationToken.None));
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc")]
    [InlineData("a b")]
    [InlineData("ümlaut")]
    [InlineData(null)]
    public async Task What_is_no_id_is_an_error_with_its_value(string? id)
    {
        var options = new DeploymentOptions { GenerateBuildId = _ => ValueTask.FromResult(id!) };

        var error = await Assert.ThrowsAsync<PerennialException>(() => BuildId.MakeAsync(options, CancellationToken.None).AsTask());

        Assert.Equal("PER3013", error.Code);
        Assert.Contains($"'{id}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_four_characters_are_the_most()
    {
        Assert.True(BuildId.IsValid(new string('a', 64)));
        Assert.False(BuildId.IsValid(new string('a', 65)));
    }
}
