using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;

namespace Perennial.Caching.Reads;

/// <summary>
/// The one way from a reader to an entry: find, judge, serve or fill, refresh behind; and an old entry stays where a new one
/// cannot be made. Whatever is kept (pages, pictures) is read by it.
/// </summary>
internal sealed class ReadThrough(EntryCache cache, TimeProvider time)
{
    // No state machine where memory has it.
    public ValueTask<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        cache.Peek(request.Key) is { Current: { } slot } cell && request.Use(slot) is SlotUse.Serve && Serve(request, slot, cell) is { } served
            ? new(served)
            : new(FindAsync(request, cancellationToken));

    /// <summary>An entry at once, where this reader need not wait for another; the path of a hit.</summary>
    public ReadResult? Serve(ReadRequest request, CacheSlot slot, CacheCell? cell)
    {
        var freshness = slot.Judge(cache.Ledger);
        if (MustWait(freshness, request.Stale))
        {
            return null;
        }

        if (cell is { IsUsed: false })
        {
            // Written only when it changes: a line of memory that every core writes to on every hit is one they fight for.
            cell.IsUsed = true;
        }

        if (freshness.State is FreshnessState.Fresh)
        {
            return new(ReadStatus.Hit, slot, cell, freshness);
        }

        // Of what is only unsynced nothing is known to be wrong, and what would be made in its place would be unsynced, too: an
        // outage of the ledger must not be a storm of renders. When it is back, what is here is judged again.
        if (freshness.Reason is not FreshnessReason.Unsynced)
        {
            _ = cache.RefreshBehind(request.Key, request.Kind, cache.GateOf(request.Key, cell), request.Render(slot));
        }

        return new(ReadStatus.Stale, slot, cell, freshness);
    }

    private async Task<ReadResult> FindAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        // 1. What is there, and whether it is for this reader.
        var found = await cache.FindAsync(request.Key, request.Kind, cancellationToken);
        var (slot, cell) = (found?.Slot, found?.Cell);
        var use = slot is null ? SlotUse.Unreadable : request.Use(slot);
        if (use is SlotUse.Bypass)
        {
            return new(ReadStatus.Bypass);
        }

        if (use is SlotUse.Unreadable)
        {
            (slot, cell) = (null, null);
        }

        // 2. What may be shown is shown.
        if (slot is not null && Serve(request, slot, cell) is { } served)
        {
            return served;
        }

        // 3. What failed a moment ago is not waited for.
        var old = new ReadResult(default, slot, cell, slot?.Judge(cache.Ledger) ?? default);
        if (IsAvoided(request, old))
        {
            return Without(old, outcome: null, joined: false);
        }

        // 4. What may not be kept is not made to be kept.
        if (request.IsKnownNotKept && old.Freshness.State is not FreshnessState.Stale)
        {
            return new(ReadStatus.NotKept);
        }

        // 5. The rest is waited for.
        return await FillAsync(request, old, cancellationToken);
    }

    private static bool MustWait(Freshness freshness, StaleUse stale) => freshness.State switch
    {
        FreshnessState.Fresh => false,
        FreshnessState.Stale when freshness.Reason is FreshnessReason.Unsynced => false,
        FreshnessState.Stale => stale is StaleUse.Wait || (stale is StaleUse.ServeTooOld && freshness.IsInvalidated),
        _ => true,
    };

    private bool IsAvoided(ReadRequest request, in ReadResult old)
    {
        // Of what was never there no failure is remembered, unless somebody asks: each address that nothing can be made for
        // would leave a gate behind.
        if (request.AfterFailure is AfterFailure.Rest)
        {
            return old.Slot is not null && cache.GateOf(request.Key, old.Cell).IsResting();
        }

        var gate = cache.GateOf(request.Key, old.Cell);
        if (request.AfterFailure is AfterFailure.Retry || gate.Failures == 0)
        {
            return false;
        }

        _ = cache.RefreshBehind(request.Key, request.Kind, gate, request.Render(old.Slot));
        return true;
    }

    private async Task<ReadResult> FillAsync(ReadRequest request, ReadResult old, CancellationToken cancellationToken)
    {
        // In the place of what is still shown it is made as a refresh: a miss would be answered with that.
        var reason = old.Freshness.State is FreshnessState.Stale ? RenderReason.Refresh : RenderReason.Miss;
        var (result, joined) = await WaitAsync(request, reason, old.Slot, cancellationToken);
        if (result.Slot is { } made && request.Use(made) is var use and not SlotUse.Unreadable)
        {
            return use is SlotUse.Bypass
                ? new(ReadStatus.Bypass, Outcome: result.Outcome, Joined: joined)
                : new(old.Slot is null ? ReadStatus.Miss : ReadStatus.Expired, made, result.Cell, made.Judge(cache.Ledger), result.Outcome, joined);
        }

        // Refused is not failed: the next visit may try at once.
        if (old.Slot is null ? request.AfterFailure is not AfterFailure.Rest : !joined && result.Outcome is not RenderOutcome.Refused)
        {
            cache.GateOf(request.Key, old.Cell).Note(succeeded: false);
        }

        return Without(old, result.Outcome, joined);
    }

    private async Task<(FlightResult Result, bool Joined)> WaitAsync(
        ReadRequest request, RenderReason reason, CacheSlot? old, CancellationToken cancellationToken)
    {
        var render = request.Render(old);
        if (request.Patience == Timeout.InfiniteTimeSpan)
        {
            return await cache.FillAsync(request.Key, request.Kind, reason, render, cancellationToken);
        }

        using var patience = new CancellationTokenSource(request.Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await cache.FillAsync(request.Key, request.Kind, reason, render, end.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (new(new RenderOutcome.Failed(new OutOfPatienceException(request.Patience))), Joined: false);
        }
    }

    /// <summary>
    /// No new entry: an old one stays. A change that cannot be rendered must not take away what was there; only an expired one
    /// goes when its reader is to get their own.
    /// </summary>
    /// <param name="old">What was there.</param>
    /// <param name="outcome">How the render ended; null where none was waited for.</param>
    /// <param name="joined">Whether somebody else had begun it.</param>
    private ReadResult Without(ReadResult old, RenderOutcome? outcome, bool joined)
    {
        var status = (old.Slot, old.Freshness.State, outcome) switch
        {
            (not null, FreshnessState.Stale, _) => ReadStatus.Stale,
            (_, _, RenderOutcome.NotKept) => ReadStatus.NotKept,
            (not null, _, null) => ReadStatus.Unrendered,
            (not null, _, RenderOutcome.Refused) => ReadStatus.StaleRefused,
            (not null, _, _) => ReadStatus.StaleFailed,
            (null, _, RenderOutcome.Refused) => ReadStatus.Refused,
            _ => ReadStatus.Failed,
        };
        return old.Slot is { } slot && status is not ReadStatus.NotKept
            ? new(status, slot, old.Cell, slot.Judge(cache.Ledger), outcome, joined)
            : new(status, Outcome: outcome, Joined: joined);
    }
}
