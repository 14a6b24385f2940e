using Microsoft.Extensions.DependencyInjection;

namespace Perennial.After;

/// <summary>Work after the response that needs one service.</summary>
public static class AfterResponseExtensions
{
    /// <summary>Registers work with the service that it needs, from the work's own scope.</summary>
    /// <param name="after">Takes it.</param>
    /// <param name="work">Gets the service and a token, as in <see cref="IAfterResponse.Run"/>.</param>
    /// <returns>Whether it was taken, as in <see cref="IAfterResponse.Run"/>.</returns>
    public static bool Run<TService>(this IAfterResponse after, Func<TService, CancellationToken, Task> work)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(work);
        return after.Run((services, stop) => work(services.GetRequiredService<TService>(), stop));
    }
}
