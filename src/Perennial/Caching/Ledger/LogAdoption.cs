namespace Perennial.Caching.Ledger;

/// <summary>Takes into a server's memory what was read from the log, and finds what the log has lost.</summary>
internal sealed class LogAdoption(ILedgerLog log, LedgerState state, int tagLimit)
{
    private const int Tries = 3;

    private static LedgerPosition Everything => new(Guid.Empty, 0);

    /// <summary>Whether an epoch that was adopted began here.</summary>
    public bool EpochBegan { get; private set; }

    /// <param name="reading">What was read.</param>
    /// <param name="hasBegun">Whether this server has just asked for a new epoch. Another one may have been faster: told twice does no harm.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Tags whose expiry this server knows and the log does not: to be stamped again.</returns>
    public async ValueTask<IReadOnlyList<CacheTag>> AdoptAsync(LedgerReading reading, bool hasBegun, CancellationToken cancellationToken)
    {
        hasBegun |= reading.EpochBegan;

        // 1. A log that stands below what it has told has lost its end: it was emptied, or an older copy was put back. It would
        // give those numbers once more.
        for (var i = 0; reading.Head.Number < state.Position.Number; i++)
        {
            if (i == Tries)
            {
                throw new IOException($"The log stands at {reading.Head.Number} and has told of {state.Position.Number}, and no new epoch could begin.");
            }

            await log.BeginEpochAsync(reading.Head.Epoch, state.Position.Number, cancellationToken);
            reading = await log.ReadAsync(Everything, cancellationToken) with { Given = reading.Given };
            hasBegun = true;
        }

        // 2. Of another epoch everything is read.
        var isNewEpoch = reading.Head.Epoch != state.Position.Epoch;
        if (isNewEpoch && !reading.IsWhole)
        {
            reading = await log.ReadAsync(Everything, cancellationToken) with { Given = reading.Given };
            hasBegun |= reading.EpochBegan;
        }

        // What was waited for above may have come too late: others have adopted newer readings since.
        cancellationToken.ThrowIfCancellationRequested();

        // 3. What was acknowledged in an epoch that ended is kept by whoever knows it. Revalidations need not be: what the ended
        // epoch made is stale in every other one.
        var lost = isNewEpoch ? Lost(reading) : [];

        // 4. Stamps first, position last.
        state.Raise(reading.Floor);
        Apply(reading, isNewEpoch);
        if (isNewEpoch)
        {
            state.Begin(reading.Head, isBegunElsewhere: !hasBegun);
            EpochBegan |= hasBegun;
        }

        state.Forget(tagLimit);
        return lost;
    }

    private void Apply(LedgerReading reading, bool isNewEpoch)
    {
        foreach (var stamp in reading.Stamps)
        {
            if (isNewEpoch || stamp.Number > state.Position.Number)
            {
                state.Apply([stamp], isFromElsewhere: !isNewEpoch && !reading.Given.Contains(stamp.Number));
            }
        }

        if (!isNewEpoch && reading.Head.Number > state.Position.Number)
        {
            // Numbers that were given and say nothing any more.
            state.AdvanceTo(reading.Head.Number);
        }
    }

    private List<CacheTag> Lost(LedgerReading whole)
    {
        var expired = new Dictionary<CacheTag, long>();
        foreach (var stamp in whole.Stamps.Where(static stamp => stamp.Kind is InvalidationKind.Expire))
        {
            foreach (var tag in stamp.Tags)
            {
                expired[tag] = stamp.Number;
            }
        }

        var all = Math.Max(whole.Floor.ExpiredFrom, expired.GetValueOrDefault(CacheTag.All));
        return
        [
            .. state.Tags
                .Where(pair => pair.Value.ExpiredFrom > Math.Max(all, expired.GetValueOrDefault(pair.Key)))
                .Select(static pair => pair.Key),
        ];
    }
}
