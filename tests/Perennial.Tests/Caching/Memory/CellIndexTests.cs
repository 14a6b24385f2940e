using Microsoft.Extensions.Time.Testing;
using Perennial.Caching.Memory;

namespace Perennial.Tests.Caching.Memory;

public sealed class CellIndexTests
{
    private readonly MemoryTier _tier = new(10_000, int.MaxValue, new FakeTimeProvider());
    private readonly CellIndex<string, Named> _index = new(StringComparer.Ordinal);

    [Fact]
    public void Every_name_of_a_cell_is_forgotten_with_it()
    {
        var cell = Put("a");
        _index.Add("one", new(cell));
        _index.Add("two", new(cell));

        _tier.Remove(cell.Key);

        Assert.Null(_index.Find("one"));
        Assert.Null(_index.Find("two"));
    }

    [Fact]
    public void A_name_that_comes_after_its_cell_was_forgotten_is_not_kept()
    {
        var cell = Put("a");
        _tier.Remove(cell.Key);

        _index.Add("one", new(cell));

        Assert.Null(_index.Find("one"));
    }

    [Fact]
    public void A_name_that_leads_to_another_cell_by_now_outlives_the_first()
    {
        var (first, second) = (Put("a"), Put("b"));
        _index.Add("one", new(first));
        _index.Add("one", new(second));

        _tier.Remove(first.Key);

        Assert.Same(second, _index.Find("one")?.Cell);
    }

    private CacheCell Put(string key) => _tier.Put(new(Entries.Key(key), Entries.Entry(), new FakeTimeProvider()))!;

    private sealed record Named(CacheCell Cell) : IIndexed;
}
