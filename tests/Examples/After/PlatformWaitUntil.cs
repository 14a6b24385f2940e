using System.Collections.Concurrent;
using Perennial.After;

namespace Perennial.Examples.After;

/// <summary>What a platform that ends the process between requests brings: it answers, and goes on until all of this is done.</summary>
internal sealed class PlatformWaitUntil : IWaitUntilFeature
{
    private readonly ConcurrentBag<Task> _pending = [];

    public void WaitUntil(Task pending) => _pending.Add(pending);

    /// <summary>Until everything has ended, what was registered meanwhile included.</summary>
    public async Task SettledAsync()
    {
        while (_pending.Any(static task => !task.IsCompleted))
        {
            await Task.WhenAll(_pending);
        }
    }
}
