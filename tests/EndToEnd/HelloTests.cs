namespace Perennial.EndToEnd;

public sealed class HelloTests
{
    [Fact]
    public void The_frame_builds() => Assert.True(typeof(PerennialOptions).IsPublic);
}
