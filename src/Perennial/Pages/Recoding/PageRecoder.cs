using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Memory;
using Perennial.Http;

namespace Perennial.Pages.Recoding;

/// <summary>
/// Codes pages again at the best quality, which a build and a render have no time for: those that are asked for, one at a
/// time, while the process has nothing to do. In memory alone; after a start it is done again.
/// </summary>
internal sealed class PageRecoder(EntryCache cache, CpuUse cpu, TimeProvider time, ILogger<PageRecoder> logger) : IAsyncDisposable
{
    private const int MostWaiting = 1024;

    // Weak: what memory has given up must not stay for being coded.
    private readonly Channel<WeakReference<CacheSlot>> _waiting = Channel.CreateBounded<WeakReference<CacheSlot>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task? _worker;

    /// <summary>In the order in which they were asked for again: what many ask for comes early.</summary>
    /// <returns>Whether there was room. A page that found none is offered with its next visits.</returns>
    public bool TryOffer(CacheSlot slot)
    {
        if (!IsWorthIt(slot))
        {
            return true;
        }

        lock (_lock)
        {
            if (_stop.IsCancellationRequested || !_waiting.Writer.TryWrite(new(slot)))
            {
                return false;
            }

            // Without the flow of the visit that came by: its trace, its render scope.
            using (ExecutionContext.SuppressFlow())
            {
                _worker ??= Task.Run(RunAsync, CancellationToken.None);
            }

            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _stop.Cancel();
        }

        await (_worker ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var work = TimeSpan.Zero;
        await foreach (var waiting in _waiting.Reader.ReadAllAsync(_stop.Token))
        {
            if (!IsWorthIt(waiting, out _))
            {
                continue;
            }

            await IdleAsync(RecodingRules.LookAfter(work));
            if (IsWorthIt(waiting, out var slot))
            {
                var begun = time.GetTimestamp();
                await BackgroundThread.RunAsync(() => Recode(slot));
                work = time.GetElapsedTime(begun);
            }
        }
    }

    private async Task IdleAsync(TimeSpan look)
    {
        while (true)
        {
            var (used, begun) = (cpu(), time.GetTimestamp());
            await Task.Delay(look, time, _stop.Token);
            if (RecodingRules.IsIdle(cpu() - used, time.GetElapsedTime(begun), Environment.ProcessorCount))
            {
                return;
            }
        }
    }

    private bool IsWorthIt(WeakReference<CacheSlot> waiting, [NotNullWhen(true)] out CacheSlot? slot) =>
        waiting.TryGetTarget(out slot) && IsWorthIt(slot);

    // Only what memory still shows: a page that was replaced meanwhile is offered anew by its own visits.
    private bool IsWorthIt(CacheSlot slot) =>
        ReferenceEquals(cache.Peek(slot.Key)?.Current, slot)
        && KeptResponse.Of(slot) is { Output: var output }
        && RecodingRules.IsWorthIt(output, slot.Entry.Facts.Lifetime, slot.Age, slot.Judge(cache.Ledger).State);

    private void Recode(CacheSlot slot)
    {
        var kept = KeptResponse.Of(slot)!.Output;
        var best = Compression.Brotli(kept.Body.Span, Compression.BestQuality);
        if (best is null || best.Length >= kept.Brotli.Length)
        {
            return;
        }

        // All in arrays of its own: a section of an entry that was read holds the whole file, the larger coding with it.
        var better = kept with { Body = kept.Body.ToArray(), Gzip = kept.Gzip.ToArray(), Brotli = best, IsBest = true };
        cache.Improve(slot, slot.Entry with { Sections = better.ToSections() });
        Log.CodedAgain(logger, slot.Entry.Facts.Label, kept.Brotli.Length, best.Length);
    }
}
