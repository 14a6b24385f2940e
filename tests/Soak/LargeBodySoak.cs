using Perennial.EndToEnd;
using Perennial.EndToEnd.Processes;

namespace Perennial.Soak;

public sealed class LargeBodySoak(ITestOutputHelper output)
{
    [Fact, Trait("Proves", "S-36")]
    public async Task Ten_thousand_posts_of_a_hundred_megabytes_leave_memory_and_connections_as_they_were()
    {
        await using var app = AppProcess.Nursery();
        await app.StartAsync("--environment=Production");
        await app.GetAsync("/process");
        var bodies = new LargeBodies(app);
        await bodies.SendAsync(100);
        var (memory, sockets) = (bodies.Memory(), bodies.Sockets());

        await bodies.SendAsync(10_000);

        output.WriteLine(
            $"{memory:N0} bytes before, {bodies.Peak:N0} at the most, {bodies.Memory():N0} at the end; "
            + string.Join(", ", bodies.Answers.Select(static answer => $"{answer.Key}: {answer.Value}")));
        Assert.True(bodies.Peak - memory < 50_000_000);
        Assert.DoesNotContain(bodies.Answers.Keys, static status => status.StartsWith('2') || status.StartsWith('5'));
        await Eventually.IsTrueAsync(() => Task.FromResult(bodies.Sockets() <= sockets));
    }
}
