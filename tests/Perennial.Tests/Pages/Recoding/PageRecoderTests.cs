using System.Text;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Memory;
using Perennial.Http;
using Perennial.Pages;
using Perennial.Pages.Recoding;
using Perennial.Tests.Caching;

namespace Perennial.Tests.Pages.Recoding;

public sealed class PageRecoderTests : IAsyncDisposable
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 90).Select(static n =>
        $"<p>{n}. Asters come back every year: sow {n * 7919 % 1000} seeds in week {n * 31 % 52}, keep {n * 104_729 % 977} of them.</p>")));

    private readonly EntryCacheFixture _site = new();
    private readonly CollectingLogger<PageRecoder> _log = new();
    private readonly PageRecoder _recoder;
    private TimeSpan _used;
    private int _looks;

    public PageRecoderTests() => _recoder = new(
        _site.Cache,
        () =>
        {
            Interlocked.Increment(ref _looks);
            return _used;
        },
        _site.Time,
        _log);

    [Fact]
    public async Task A_page_that_was_offered_is_coded_at_the_best_quality_when_the_process_idles()
    {
        var slot = await KeepAsync("/a");

        Assert.True(_recoder.TryOffer(slot));
        await IdleAsync();

        var better = await ChangedAsync(slot);
        var output = PageOutput.From(better.Entry)!;
        Assert.True(output.IsBest);
        Assert.Equal(Compression.Brotli(Body, Compression.BestQuality), output.Brotli);
        Assert.Equal(Body, output.Body);
        Assert.Equal(slot.Entry.Sections[2], output.Gzip);
        Assert.Equal(slot.Entry.Facts, better.Entry.Facts);
    }

    [Fact]
    public async Task It_waits_for_a_process_that_is_busy()
    {
        var slot = await KeepAsync("/a");
        _recoder.TryOffer(slot);

        await LookAsync();
        _used += TimeSpan.FromSeconds(1) * Environment.ProcessorCount;
        _site.Time.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(2);
        Assert.Same(slot, Shown(slot));

        await IdleAsync();
        await ChangedAsync(slot);
    }

    [Fact]
    public async Task One_that_was_replaced_while_it_waited_is_left_alone()
    {
        var (old, next) = (await KeepAsync("/a"), await KeepAsync("/b"));
        _recoder.TryOffer(old);
        _recoder.TryOffer(next);
        await LookAsync();
        var newer = await KeepAsync("/a");

        await IdleAsync();
        await LookAsync(3);
        await IdleAsync();
        await ChangedAsync(next);

        Assert.Same(newer, Shown(old));
        Assert.Single(_log.Events);
    }

    [Fact]
    public async Task Where_it_is_full_it_says_so_and_what_is_not_worth_it_takes_no_room()
    {
        var slot = await KeepAsync("/a");
        var best = await KeepAsync("/b", isBest: true);
        while (_recoder.TryOffer(slot))
        {
        }

        Assert.True(_recoder.TryOffer(best));
    }

    public async ValueTask DisposeAsync()
    {
        await _recoder.DisposeAsync();
        await _site.DisposeAsync();
    }

    /// <summary>Until the recoder has looked so often: from then on it waits for time to pass.</summary>
    private Task LookAsync(int times = 1) => Eventually.IsTrueAsync(() => Volatile.Read(ref _looks) >= times);

    private async Task IdleAsync()
    {
        var before = Math.Max(1, Volatile.Read(ref _looks));
        await LookAsync(before);
        _site.Time.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(before + 1);
    }

    private async Task<CacheSlot> ChangedAsync(CacheSlot slot)
    {
        await Eventually.IsTrueAsync(() => !ReferenceEquals(Shown(slot), slot));
        return Shown(slot)!;
    }

    private CacheSlot? Shown(CacheSlot slot) => _site.Cache.Peek(slot.Key)?.Current;

    private async Task<CacheSlot> KeepAsync(string path, bool isBest = false)
    {
        var output = new PageOutput(200, "text/html", [], Body, Compression.Gzip(Body), Compression.Brotli(Body), HasForm: false) { IsBest = isBest };
        var (result, _) = await _site.RegenerateAsync(Entries.Key(path), (startedAt, _, _) =>
        {
            var entry = Entries.Entry(position: startedAt, createdAt: _site.Time.GetUtcNow());
            return Task.FromResult<RenderOutcome>(new RenderOutcome.Kept(entry with { Sections = output.ToSections() }));
        });
        return result.Slot!;
    }
}
