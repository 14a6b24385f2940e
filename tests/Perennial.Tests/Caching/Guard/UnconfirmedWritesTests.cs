using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching.Guard;

public sealed class UnconfirmedWritesTests
{
    private readonly UnconfirmedWrites _keys = new();

    [Fact]
    public void A_key_is_distrusted_from_a_failure_to_the_next_success()
    {
        Assert.False(_keys.Contains(Key(1)));

        _keys.Failed(Key(1), 1);
        Assert.True(_keys.Contains(Key(1)));
        Assert.False(_keys.Contains(Key(2)));

        _keys.Succeeded(Key(1), 2);
        Assert.False(_keys.Contains(Key(1)));
        Assert.Equal(0, _keys.Count);
    }

    [Fact]
    public void A_late_success_does_not_cover_a_failure_after_it()
    {
        _keys.Failed(Key(1), 2);
        _keys.Succeeded(Key(1), 1);
        Assert.True(_keys.Contains(Key(1)));

        _keys.Failed(Key(1), 1);
        _keys.Succeeded(Key(1), 2);
        Assert.False(_keys.Contains(Key(1)));
    }

    [Fact]
    public void When_too_many_failed_only_keys_written_since_are_trusted()
    {
        for (var i = 0; i < UnconfirmedWrites.Limit; i++)
        {
            Assert.False(_keys.Failed(Key(i), i + 1));
        }

        Assert.False(_keys.HasOverflowed);
        Assert.False(_keys.Contains(Key(-1)));

        Assert.True(_keys.Failed(Key(-2), 20_000));
        Assert.False(_keys.Failed(Key(-3), 20_001));

        Assert.True(_keys.HasOverflowed);
        Assert.True(_keys.Contains(Key(-1)));
        Assert.True(_keys.Contains(Key(-2)));
        Assert.True(_keys.Contains(Key(5)));

        _keys.Succeeded(Key(5), 20_002);
        _keys.Succeeded(Key(-1), 20_003);
        Assert.False(_keys.Contains(Key(5)));
        Assert.False(_keys.Contains(Key(-1)));

        _keys.Failed(Key(-1), 20_004);
        _keys.Succeeded(Key(-1), 20_003);
        Assert.True(_keys.Contains(Key(-1)));
    }

    [Fact]
    public void Memory_stays_bounded_when_everything_fails_and_then_works()
    {
        var number = 0L;
        for (var i = 0; i < UnconfirmedWrites.RestoredLimit + 1000; i++)
        {
            _keys.Failed(Key(i), ++number);
        }

        Assert.Equal(UnconfirmedWrites.RestoredLimit, _keys.Count);

        // One that found no place stays a miss: safe, only dear.
        _keys.Succeeded(Key(UnconfirmedWrites.RestoredLimit + 999), ++number);
        _keys.Succeeded(Key(1), ++number);
        Assert.Equal(UnconfirmedWrites.RestoredLimit, _keys.Count);
        Assert.True(_keys.Contains(Key(UnconfirmedWrites.RestoredLimit + 999)));
        Assert.False(_keys.Contains(Key(1)));
    }

    private static EntryKey Key(int name) => new(BitConverter.GetBytes(name));
}
