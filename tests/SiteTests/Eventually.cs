namespace Perennial.SiteTests;

/// <summary>Waits for a condition that comes about by itself; real time is only the limit.</summary>
internal static class Eventually
{
    public static async Task ContainsAsync(string expected, Func<Task<string>> text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await text()).Contains(expected, StringComparison.Ordinal))
        {
            Assert.False(limit.IsCancellationRequested, $"'{expected}' did not appear within 20 seconds.");
        }
    }
}
