namespace Perennial.EndToEnd;

/// <summary>Waits for a condition that comes about by itself; real time is only the limit.</summary>
public static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, "It did not come about within 20 seconds.");
            await Task.Yield();
        }
    }
}
