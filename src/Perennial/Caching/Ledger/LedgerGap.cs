using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Ledger;

/// <summary>
/// An entry that carries a number of this epoch that the ledger has not reached here. Another server made it, and this one
/// has yet to hear of it; or the ledger has lost its end, and the invalidations that were there. It would hand those numbers
/// out once more, and what was lost would look fresh.
/// </summary>
internal sealed class LedgerGap(ITagLedger ledger, ILogger logger)
{
    // Visitors meet it, and all of them at once the same one. Who joins saw the same number, so it was given before the call
    // that he joins began: what that call brings is new enough for him.
    private readonly ConcurrentDictionary<LedgerPosition, Lazy<Task>> _closing = new();

    public ValueTask CloseAsync(LedgerPosition made, CancellationToken cancellationToken) => IsAbove(made)
        ? new(_closing.GetOrAdd(made, static (made, gap) => new(() => gap.CloseAsync(made)), this).Value.WaitAsync(cancellationToken))
        : default;

    private async Task CloseAsync(LedgerPosition made)
    {
        try
        {
            await ledger.CatchUpAsync(made, CancellationToken.None);
            if (IsAbove(made))
            {
                await ledger.BeginEpochAsync(made.Epoch, CancellationToken.None);
            }
        }
        catch (Exception error)
        {
            // Until a new epoch can be written, this entry counts as missing, and the next one like it tries again.
            Log.EpochNotBegun(logger, error);
        }
        finally
        {
            _closing.TryRemove(made, out _);
        }
    }

    private bool IsAbove(LedgerPosition made) => ledger.Position is var now && made.Epoch == now.Epoch && made.Number > now.Number;
}
