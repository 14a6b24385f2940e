using Microsoft.Extensions.Time.Testing;
using Perennial.Caching.Memory;

namespace Perennial.Tests.Caching.Memory;

public sealed class MemoryTierTests
{
    private static readonly FakeTimeProvider Time = new();

    [Fact]
    [Trait("Proves", "F-01")]
    public void Twenty_times_the_limit_leaves_the_limit()
    {
        var tier = new MemoryTier(100_000, int.MaxValue, Time);

        for (var i = 0; i < 1000; i++)
        {
            tier.Put(Slot($"{i}", size: 1000));
        }

        Assert.InRange(tier.Bytes, 1, 100_000);
        Assert.InRange(tier.Count, 20, 30);
    }

    [Fact]
    public void What_is_asked_for_stays_and_the_rest_goes()
    {
        var tier = new MemoryTier(100_000, int.MaxValue, Time);
        tier.Put(Slot("hot", size: 1000));

        for (var i = 0; i < 1000; i++)
        {
            tier.Put(Slot($"{i}", size: 1000));
            Assert.NotNull(tier.Find(Entries.Key("hot")));
        }
    }

    [Fact]
    [Trait("Proves", "F-01")]
    public void One_entry_larger_than_the_limit_forgets_nothing_else()
    {
        var tier = new MemoryTier(100_000, int.MaxValue, Time);
        tier.Put(Slot("small", size: 1000));

        Assert.Null(tier.Put(Slot("huge", size: 1_000_000)));

        Assert.NotNull(tier.Find(Entries.Key("small")));
    }

    [Fact]
    public void An_entry_that_outgrew_the_limit_does_not_leave_its_smaller_self_behind()
    {
        var tier = new MemoryTier(100_000, int.MaxValue, Time);
        tier.Put(Slot("k", size: 1000));

        tier.Put(Slot("k", size: 1_000_000));

        Assert.Null(tier.Find(Entries.Key("k")));
        Assert.Equal(0, tier.Bytes);
    }

    [Fact]
    [Trait("Proves", "F-02")]
    public void Where_memory_is_short_half_of_what_is_kept_has_to_do()
    {
        long? shortage = null;
        var tier = new MemoryTier(long.MaxValue, int.MaxValue, Time, () => shortage);
        for (var i = 0; i < 100; i++)
        {
            tier.Put(Slot($"{i}", size: 1000));
        }

        var before = tier.Bytes;
        shortage = 7;
        tier.Put(Slot("one more", size: 1000));

        Assert.InRange(tier.Bytes, 1, (before / 2) + 3000);
        Assert.NotNull(tier.Find(Entries.Key("one more")));
    }

    [Fact]
    [Trait("Proves", "F-02")]
    public void A_shortage_that_a_collection_saw_is_answered_once_and_again_when_the_next_one_sees_it_still()
    {
        long? shortage = null;
        var tier = new MemoryTier(long.MaxValue, int.MaxValue, Time, () => shortage);
        Put(100);
        shortage = 7;
        Put(20);

        Assert.InRange(tier.Count, 60, 80);
        shortage = 8;
        Put(2);

        Assert.InRange(tier.Count, 30, 45);

        void Put(int pages)
        {
            for (var i = 0; i < pages; i++)
            {
                tier.Put(Slot($"{shortage} {i}", size: 1000));
            }
        }
    }

    [Fact]
    public void Pages_that_come_and_go_leave_nothing_behind()
    {
        var tier = new MemoryTier(100_000_000, int.MaxValue, Time);

        for (var i = 0; i < 100_000; i++)
        {
            tier.Put(Slot("k", size: 10));
            tier.Remove(Entries.Key("k"));
        }

        Assert.InRange(tier.Passed, 0, 2000);
        Assert.Equal((0, 0), (tier.Bytes, tier.Count));
    }

    [Fact]
    public void A_replaced_entry_is_counted_once()
    {
        var tier = new MemoryTier(100_000, int.MaxValue, Time);
        var first = tier.Put(Slot("k", size: 1000));
        var bytes = tier.Bytes;

        var second = tier.Put(Slot("k", size: 1000));

        Assert.Same(first, second);
        Assert.Equal((bytes, 1), (tier.Bytes, tier.Count));
    }

    [Fact]
    public void The_count_is_limited_too()
    {
        var tier = new MemoryTier(long.MaxValue, 10, Time);

        for (var i = 0; i < 100; i++)
        {
            tier.Put(Slot($"{i}", size: 1));
        }

        Assert.Equal(10, tier.Count);
    }

    [Fact]
    public void An_index_onto_a_cell_hears_that_it_is_gone()
    {
        var tier = new MemoryTier(100_000, int.MaxValue, Time);
        var gone = 0;
        var cell = tier.Put(Slot("k", size: 1000))!;
        cell.Gone = () => gone++;

        tier.Remove(Entries.Key("k"));
        tier.Remove(Entries.Key("k"));

        Assert.Equal(1, gone);
        Assert.Null(cell.Current);
    }

    [Fact]
    [Trait("Proves", "F-04")]
    public async Task Many_threads_leave_the_books_balanced()
    {
        var tier = new MemoryTier(200_000, int.MaxValue, Time);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 20_000; i++)
            {
                var name = $"{random.Next(300)}";
                if (random.Next(10) == 0)
                {
                    tier.Remove(Entries.Key(name));
                }
                else
                {
                    tier.Put(Slot(name, random.Next(1, 3000)));
                }
            }
        })));

        var alive = Enumerable.Range(0, 300).Select(i => tier.Find(Entries.Key($"{i}"))?.Current?.Entry.Size ?? 0).ToArray();

        Assert.Equal(alive.Sum(), tier.Bytes);
        Assert.Equal(alive.Count(static size => size > 0), tier.Count);
        Assert.InRange(tier.Bytes, 0, 200_000);
    }

    private static CacheSlot Slot(string name, int size) => new(Entries.Key(name), Entries.Entry(new string('x', size)), Time);
}
