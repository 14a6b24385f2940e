using Perennial.Caching;
using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching.Guard;

/// <summary>Random faults, seeded: what a read gives is what was written last, or nothing.</summary>
public sealed class NoResurrectionTests : GuardedStoreFixture
{
    private readonly Lock _lock = new();
    private readonly List<(Operation Operation, TaskCompletionSource Gate)> _hanging = [];

    // Flows through the guard into the store, so that the store's fault is known to be this operation's.
    private readonly AsyncLocal<Operation> _current = new();
    private Random _random = new(0);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_read_gives_what_was_written_last_or_nothing(int seed)
    {
        _random = new(seed);
        Store.OnGet = Fault;
        Store.OnSet = Fault;
        Store.OnRemove = Fault;
        var last = new Dictionary<EntryKey, int?>();
        var hits = 0;
        for (var version = 1; version <= 400; version++)
        {
            var operation = new Operation(Key($"page {_random.Next(4)}"), IsWrite: true);
            switch (_random.Next(8))
            {
                case < 3:
                    last[operation.Key] = version;
                    await FinishAsync(operation, key => BeginSet(version, key));
                    break;
                case 3:
                    last[operation.Key] = null;
                    await FinishAsync(operation, key => BeginRemove(key));
                    break;
                case 4:
                    Release();
                    break;
                default:
                    var read = Task.FromResult<CacheEntry?>(null);
                    await FinishAsync(operation with { IsWrite = false }, key => read = BeginRead(key));
                    if (VersionOf(await read) is { } found)
                    {
                        Assert.Equal(last.GetValueOrDefault(operation.Key), found);
                        hits++;
                    }

                    break;
            }
        }

        Release();
        Assert.True(hits > 20, $"{hits} hits");
    }

    // Writes run on their own, and nothing flows into them from who began them.
    private protected override ValueTask<TieredEntry> WriteAsync(EntryKey key, EntryPut put, WriteHold hold)
    {
        _current.Value = new(key, IsWrite: true);
        return base.WriteAsync(key, put, hold);
    }

    // What hangs is given up by the clock, and may land much later.
    private async Task FinishAsync(Operation operation, Func<EntryKey, Task> begin)
    {
        _current.Value = operation;
        var running = begin(operation.Key);
        while (!running.IsCompleted)
        {
            if (IsStuck(operation))
            {
                Time.Advance(Options.WriteTimeout);
            }

            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        await running;
        Time.Advance(TimeSpan.FromMilliseconds(_random.Next(3000)));
    }

    private bool IsStuck(Operation operation)
    {
        lock (_lock)
        {
            return _hanging.Exists(other => other.Operation == operation
                || (operation.IsWrite && other.Operation.IsWrite && other.Operation.Key.Equals(operation.Key)));
        }
    }

    private Task Fault()
    {
        lock (_lock)
        {
            switch (_random.Next(12))
            {
                case 0:
                    throw new IOException();
                case 1:
                    var gate = ScriptedStore.Signal();
                    _hanging.Add((_current.Value!, gate));
                    return gate.Task;
                default:
                    return Task.CompletedTask;
            }
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            foreach (var (_, gate) in _hanging)
            {
                if (_random.Next(2) is 0)
                {
                    gate.TrySetResult();
                }
                else
                {
                    gate.TrySetException(new IOException());
                }
            }

            _hanging.Clear();
        }
    }

    private sealed record Operation(EntryKey Key, bool IsWrite)
    {
        public bool Equals(Operation? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Key.GetHashCode();
    }
}
