namespace Perennial.EndToEnd.Processes;

/// <summary>A body that nobody wants is not taken in. Three hundred of them here, ten thousand in the soak.</summary>
public sealed class LargeBodyTests
{
    [Fact]
    [Trait("Proves", "S-36")]
    public async Task Posts_of_a_hundred_megabytes_leave_memory_connections_and_pages_as_they_were()
    {
        await using var app = AppProcess.Nursery();
        app.Environment["DOTNET_gcServer"] = "0";
        await app.StartAsync("--environment=Production");
        var (page, _) = await app.GetAsync("/process");
        var bodies = new LargeBodies(app);
        await bodies.SendAsync(50);
        var (memory, sockets) = (bodies.Memory(), bodies.Sockets());

        await bodies.SendAsync(300);

        Assert.True(bodies.Peak - memory < 50_000_000, $"{memory:N0} bytes before, {bodies.Peak:N0} at the most.");
        Assert.DoesNotContain(bodies.Answers.Keys, static status => status.StartsWith('2') || status.StartsWith('5'));
        await Eventually.IsTrueAsync(() => Task.FromResult(bodies.Sockets() <= sockets));
        var (still, status) = await app.GetAsync("/process");
        Assert.Equal(page, still);
        Assert.StartsWith("Perennial; hit", status, StringComparison.Ordinal);
    }
}
