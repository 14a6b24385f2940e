using Perennial.Caching.Flights;
using Perennial.Caching.Memory;
using Perennial.Caching.Reads;

namespace Perennial.Tests.Caching.Reads;

/// <summary>A reader who does as a test says.</summary>
internal sealed class ScriptedRead(EntryKey key, Render render, StaleUse stale = StaleUse.Serve, AfterFailure after = AfterFailure.Rest)
    : ReadRequest(key, CacheKind.Component)
{
    public Func<CacheSlot, SlotUse> Uses { get; init; } = static _ => SlotUse.Serve;

    public bool IsNotKept { get; init; }

    public TimeSpan Waits { get; init; } = Timeout.InfiniteTimeSpan;

    public override StaleUse Stale => stale;

    public override AfterFailure AfterFailure => after;

    public override TimeSpan Patience => Waits;

    public override bool IsKnownNotKept => IsNotKept;

    public override SlotUse Use(CacheSlot slot) => Uses(slot);

    public override Render Render(CacheSlot? old) => render;
}
