using Perennial.Caching;
using Perennial.Caching.Ledger;

namespace Perennial.Testing.Fleet;

internal sealed class NodeLedger : ITagLedger
{
    private readonly MemoryFleet _fleet;
    private readonly MemoryNode _node;
    private readonly Lock _applying = new();
    private readonly LedgerState _state;

    public NodeLedger(MemoryFleet fleet, MemoryNode node)
    {
        (_fleet, _node) = (fleet, node);
        _state = new(fleet.Position with { Number = 0 });
        CatchUp();
    }

    public LedgerPosition Position => _state.Position;

    public TagStamps Floor => _state.Floor;

    public LedgerStatus Status => new(IsDurable: true, IsShared: true) { TrustedUntil = _node.TrustedUntil };

    public TagStamps this[CacheTag tag] => _state[tag];

    public ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(request);
        var stamped = request.Checked();
        if (stamped.Tags.Count is 0)
        {
            return new(Position);
        }

        ThrowIfCutOff("The invalidation was not applied: the node is cut off.");
        var position = _fleet.Append(stamped, _node);
        if (_node.LosesAnswers)
        {
            throw new PerennialException("PER2112", "Nobody knows whether the invalidation was applied: the answer was lost.");
        }

        CatchUp(own: stamped.Id);
        return new(position);
    }

    public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfCutOff("The ledger cannot be read: the node is cut off.");
        CatchUp();
        return default;
    }

    public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfCutOff("No new epoch was begun: the node is cut off.");
        CatchUp(begun: _fleet.BeginEpoch(ended, _node));
        return new(Position);
    }

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) =>
        _state.Since(from).ToAsyncEnumerable();

    public IDisposable Subscribe(Action<LedgerChange> applied) => _state.Subscribe(applied);

    /// <param name="own">The request of this node's that is among what is read: its subscribers know of it.</param>
    /// <param name="begun">The epoch that it has just begun itself.</param>
    public void CatchUp(Guid own = default, Guid? begun = null)
    {
        lock (_applying)
        {
            var (position, stamps) = _fleet.ReadAfter(Position);
            foreach (var stamp in stamps)
            {
                _state.Apply([stamp], isFromElsewhere: stamp.RequestId != own);
            }

            if (Position.Epoch != position.Epoch)
            {
                _state.Begin(position, isBegunElsewhere: position.Epoch != begun);
            }
            else if (Position.Number < position.Number)
            {
                // Numbers that were given and never used.
                _state.AdvanceTo(position.Number);
            }
        }
    }

    private void ThrowIfCutOff(string what)
    {
        if (!_node.IsConnected)
        {
            throw new PerennialException("PER2110", what);
        }
    }
}
