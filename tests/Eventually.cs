namespace Perennial;

/// <summary>Waits for a condition that comes about by itself; real time is only the limit.</summary>
/// <remarks>Every suite has it. It pauses between two looks: a loop without a pause takes a whole core from what it waits for.</remarks>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // Only a test that fails waits as long as this; two cores that run browsers beside a test may need a good part of it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task IsTrueAsync(Func<bool> condition) => IsTrueAsync(() => Task.FromResult(condition()));

    public static Task IsTrueAsync(Func<Task<bool>> condition) => IsTrueAsync(condition, static () => "It did not come about");

    /// <summary>Waits until a text contains what is expected, and shows the last one if it never does.</summary>
    public static async Task ContainsAsync(string expected, Func<Task<string>> text)
    {
        var last = "";
        await IsTrueAsync(
            async () => (last = await text()).Contains(expected, StringComparison.Ordinal),
            () => $"'{expected}' did not appear in\n{last}\n");
    }

    /// <summary>Waits for what must end by itself, and says what it was if it does not.</summary>
    public static async Task<T> EndsAsync<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Limit, TimeProvider.System, CancellationToken.None);
        }
        catch (TimeoutException e) when (!task.IsCompleted)
        {
            throw new TimeoutException($"{what} did not end within {Limit.TotalSeconds} seconds.", e);
        }
    }

    private static async Task IsTrueAsync(Func<Task<bool>> condition, Func<string> whatFailed)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"{whatFailed()} within {Limit.TotalSeconds} seconds.");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
