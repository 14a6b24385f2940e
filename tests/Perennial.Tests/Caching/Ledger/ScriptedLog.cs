using Perennial.Caching;
using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching.Ledger;

/// <summary>A log in memory that can be out of reach, lose an answer, lose its end, or be emptied.</summary>
internal sealed class ScriptedLog : ILedgerLog
{
    private readonly Lock _lock = new();
    private readonly List<Stamp> _stamps = [];
    private readonly HashSet<Guid> _known = [];
    private LedgerPosition _head = new(Guid.NewGuid(), 0);
    private TaskCompletionSource _bell = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Thrown by every call.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Thrown after the next append has happened.</summary>
    public Exception? LostAnswer { get; set; }

    /// <summary>What the next reading waits for, whatever its caller says: the answer is of the moment in which it was asked.</summary>
    public Task? Held { get; set; }

    public bool HasBell { get; set; } = true;

    public int Appends { get; private set; }

    public int Reads { get; private set; }

    public bool IsDurable => true;

    public LedgerPosition Head
    {
        get
        {
            lock (_lock)
            {
                return _head;
            }
        }
    }

    /// <summary>Another server's invalidation.</summary>
    public long Append(CacheTag tag, InvalidationKind kind)
    {
        lock (_lock)
        {
            _head = _head with { Number = _head.Number + 1 };
            _stamps.Add(new(_head.Number, kind, [tag]));
        }

        Ring();
        return Head.Number;
    }

    /// <summary>An earlier copy is put back: the same epoch, and a smaller number.</summary>
    public void PutBack(long number)
    {
        lock (_lock)
        {
            _head = _head with { Number = number };
            _stamps.RemoveAll(stamp => stamp.Number > number);
        }
    }

    /// <summary>Everything is gone, and the epoch with it.</summary>
    public void Empty()
    {
        lock (_lock)
        {
            _head = new(Guid.NewGuid(), 0);
            _stamps.Clear();
        }
    }

    public async ValueTask<LedgerReading> ReadAsync(LedgerPosition after, CancellationToken cancellationToken)
    {
        var (reading, held) = ReadNow(after);
        await (held ?? Task.CompletedTask);
        return reading;
    }

    public ValueTask<LedgerReading> AppendAsync(IReadOnlyList<StampRequest> requests, LedgerPosition after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Appends++;
            if (Fault is { } fault)
            {
                throw fault;
            }

            var given = new List<long>();
            foreach (var request in requests.Where(request => _known.Add(request.Id)))
            {
                _head = _head with { Number = _head.Number + 1 };
                _stamps.Add(new(_head.Number, request.Kind, request.Tags));
                given.Add(_head.Number);
            }

            if (LostAnswer is { } lost)
            {
                LostAnswer = null;
                throw lost;
            }

            return new(Read(after) with { Given = given });
        }
    }

    public ValueTask BeginEpochAsync(Guid ended, long above, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Fault is { } fault)
            {
                throw fault;
            }

            _head = _head.Epoch == ended ? new(Guid.NewGuid(), Math.Max(_head.Number, above) + 1) : _head;
        }

        Ring();
        return default;
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _bell).Task.WaitAsync(cancellationToken);
        Volatile.Write(ref _bell, new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    public ValueTask DisposeAsync() => default;

    private void Ring()
    {
        if (HasBell)
        {
            Volatile.Read(ref _bell).TrySetResult();
        }
    }

    private (LedgerReading Reading, Task? Held) ReadNow(LedgerPosition after)
    {
        lock (_lock)
        {
            Reads++;
            if (Fault is { } fault)
            {
                throw fault;
            }

            var held = Held;
            Held = null;
            return (Read(after), held);
        }
    }

    private LedgerReading Read(LedgerPosition after) => after.Epoch == _head.Epoch
        ? new(_head, [.. _stamps.Where(stamp => stamp.Number > after.Number)])
        : new(_head, [.. _stamps]) { IsWhole = true };
}
