using System.Diagnostics.CodeAnalysis;
using Perennial.Caching;

namespace Perennial.Testing.Fleet;

/// <summary>
/// What several servers share, in the memory of one test process: a ledger, entries and leases. Give each app under test a node
/// of its own, and cut them off, let them lag and kill them as a network would.
/// </summary>
/// <example>
/// <code>
/// var fleet = new MemoryFleet();
/// builder.Services.AddSingleton&lt;IStorageProvider&gt;(fleet.AddNode());
/// </code>
/// </example>
[Experimental("PERNL001")]
public sealed class MemoryFleet
{
    private readonly Lock _lock = new();
    private readonly List<MemoryNode> _nodes = [];
    private readonly List<Stamp> _log = [];
    private readonly Dictionary<Guid, long> _requests = [];
    private LedgerPosition _position = new(Guid.NewGuid(), 0);

    internal SharedEntries Entries { get; } = new();

    internal SharedLeases Leases { get; } = new();

    /// <summary>Where the shared ledger stands, whatever the nodes know of it.</summary>
    public LedgerPosition Position
    {
        get
        {
            lock (_lock)
            {
                return _position;
            }
        }
    }

    /// <summary>How often a node asked for an entry of the shared store, or for its version.</summary>
    public long Reads => Entries.Reads;

    /// <summary>How often a node wrote or removed one, those included that were refused.</summary>
    public long Writes => Entries.Writes;

    /// <summary>A server's own connection to what they share.</summary>
    public MemoryNode AddNode()
    {
        var node = new MemoryNode(this);
        lock (_lock)
        {
            _nodes.Add(node);
        }

        return node;
    }

    /// <summary>Lets numbers go by that no node ever sees, as a transaction does that is rolled back.</summary>
    public void SkipNumbers(int count)
    {
        lock (_lock)
        {
            _position = _position with { Number = _position.Number + count };
        }
    }

    /// <summary>The store forgets everything, as a cache server does that is restarted.</summary>
    public void ForgetEntries() => Entries.Clear();

    internal (LedgerPosition Position, IReadOnlyList<Stamp> Stamps) ReadAfter(LedgerPosition known)
    {
        lock (_lock)
        {
            return (_position, [.. _log.Where(stamp => known.Epoch != _position.Epoch || stamp.Number > known.Number)]);
        }
    }

    internal LedgerPosition Append(StampRequest request, MemoryNode from)
    {
        LedgerPosition position;
        lock (_lock)
        {
            if (!_requests.ContainsKey(request.Id))
            {
                _position = _position with { Number = _position.Number + 1 };
                _requests[request.Id] = _position.Number;
                _log.Add(new(_position.Number, request.Kind, request.Tags) { RequestId = request.Id });
            }

            position = _position;
        }

        Ring(from);
        return position;
    }

    /// <returns>The epoch, where this call began it.</returns>
    internal Guid? BeginEpoch(Guid ended, MemoryNode from)
    {
        Guid? begun = null;
        lock (_lock)
        {
            if (_position.Epoch == ended)
            {
                begun = Guid.NewGuid();
                _position = _position with { Epoch = begun.Value };
            }
        }

        Ring(from);
        return begun;
    }

    // Outside of the lock, and only a bell: each node reads for itself, as it would after a notification that may be lost.
    private void Ring(MemoryNode from)
    {
        MemoryNode[] nodes;
        lock (_lock)
        {
            nodes = [.. _nodes];
        }

        foreach (var node in nodes.Where(node => node != from))
        {
            node.Hear();
        }
    }
}
