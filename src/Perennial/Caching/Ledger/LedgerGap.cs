using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Ledger;

/// <summary>
/// An entry that carries a number of this epoch that the ledger has not reached here. Another server made it, and this one
/// has yet to hear of it; or the ledger has lost its end, and the invalidations that were there. It would hand those numbers
/// out once more, and what was lost would look fresh.
/// </summary>
internal sealed class LedgerGap(ITagLedger ledger, ILogger logger)
{
    public async ValueTask CloseAsync(LedgerPosition made, CancellationToken cancellationToken)
    {
        if (!IsAbove(made))
        {
            return;
        }

        try
        {
            await ledger.CatchUpAsync(made, cancellationToken);
            if (IsAbove(made))
            {
                await ledger.BeginEpochAsync(made.Epoch, cancellationToken);
            }
        }
        catch (PerennialException error)
        {
            // Until a new epoch can be written, this entry counts as missing, and the next one like it tries again.
            Log.EpochNotBegun(logger, error);
        }
    }

    private bool IsAbove(LedgerPosition made) => ledger.Position is var now && made.Epoch == now.Epoch && made.Number > now.Number;
}
