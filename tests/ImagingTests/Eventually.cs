namespace Perennial.ImagingTests;

/// <summary>Waits for a condition that comes about by itself; real time is only the limit.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "It did not come about within three minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }
}
