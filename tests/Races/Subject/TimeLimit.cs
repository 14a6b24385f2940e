namespace Perennial.Caching;

/// <summary>Stands for the one of the room: time does not pass here, and a wait with a token is one that Coyote does not see.</summary>
internal static class TimeLimit
{
    public static async ValueTask RunAsync(
        Func<CancellationToken, ValueTask> work, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken) =>
        await work(cancellationToken);

    public static async ValueTask<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<T>> work, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken, Action<T>? late = null) =>
        await work(cancellationToken);
}
