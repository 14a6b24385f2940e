using Microsoft.Extensions.Time.Testing;
using Perennial.Images;

namespace Perennial.ImagingTests;

/// <summary>The processes: what one of them does to the others, and to the server.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task A_worker_is_started_by_the_first_picture_and_used_again()
    {
        using var codec = new OpenCodec();
        Assert.Empty(codec.Started);

        for (var i = 0; i < 5; i++)
        {
            await codec.EncodeAsync(OpenCodec.Easy);
        }

        Assert.Single(codec.Started);
    }

    [Fact]
    public async Task Two_workers_at_the_most()
    {
        using var codec = new OpenCodec();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => codec.EncodeAsync(OpenCodec.Easy)));

        Assert.InRange(codec.Started.Count, 1, 2);
    }

    [Theory, Trait("Proves", "S-66"), Trait("Proves", "F-57")]
    [InlineData("KILL")]
    [InlineData("SEGV")]
    [InlineData("ABRT")]
    public async Task A_worker_that_is_killed_takes_its_own_picture_with_it_and_no_other(string signal)
    {
        using var codec = new OpenCodec(static options => options.MaxWorkers = 2);
        await Task.WhenAll(codec.EncodeAsync(OpenCodec.Hard), codec.EncodeAsync(OpenCodec.Hard));
        Assert.Equal(2, codec.Started.Count);

        var calls = Enumerable.Range(0, 2).Select(_ => codec.EncodeAsync(OpenCodec.Hard, 1200, ImageFormat.Avif)).ToList();
        OpenCodec.Signal(codec.Started[0], signal);
        await Eventually.IsTrueAsync(() => calls.Any(static call => call.IsCompleted));

        var refused = await Assert.ThrowsAsync<ImageRefusedException>(() => Task.WhenAll(calls));
        Assert.Equal(ImageRefusal.Failed, refused.Refusal);
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(1, calls.Count(static call => call.IsCompletedSuccessfully));
        Assert.Single(codec.Logger.Of(4002));
        Assert.Equal(100, (await codec.EncodeAsync(OpenCodec.Easy)).Width);
    }

    [Fact, Trait("Proves", "S-66"), Trait("Proves", "F-57")]
    public async Task Under_load_workers_die_at_random_and_every_picture_is_whole_or_refused()
    {
        using var codec = new OpenCodec();
        var random = new Random(66);
        var expected = (await codec.EncodeAsync(OpenCodec.Easy)).Bytes.ToArray();
        var deaths = 0;
        var (made, refused) = (0, 0);
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref deaths) < 15)
            {
                try
                {
                    var picture = await codec.EncodeAsync(OpenCodec.Easy);
                    Assert.Equal(expected, picture.Bytes.ToArray());
                    Interlocked.Increment(ref made);
                }
                catch (ImageRefusedException failure)
                {
                    Assert.Equal(ImageRefusal.Failed, failure.Refusal);
                    Interlocked.Increment(ref refused);
                }
            }
        })).ToList();
        while (deaths < 15)
        {
            var alive = codec.Alive.ToList();
            var before = made;
            if (alive.Count > 0)
            {
                OpenCodec.End(alive[random.Next(alive.Count)]);
                Interlocked.Increment(ref deaths);
            }

            await Eventually.IsTrueAsync(() => Volatile.Read(ref made) > before || callers.Any(static caller => caller.IsFaulted));
        }

        await Task.WhenAll(callers);

        Assert.True(made > 15);
        Assert.InRange(refused, 0, deaths);
    }

    [Fact]
    public async Task A_worker_that_dies_without_a_picture_is_nobodys_loss()
    {
        using var codec = new OpenCodec();
        await codec.EncodeAsync(OpenCodec.Easy);
        OpenCodec.End(Assert.Single(codec.Started));

        Assert.Equal(100, (await codec.EncodeAsync(OpenCodec.Easy)).Width);
        Assert.Empty(codec.Logger.Of(4002));
    }

    [Fact]
    public async Task A_picture_that_takes_too_long_ends_its_worker()
    {
        var time = new FakeTimeProvider();
        using var codec = new OpenCodec(static options => options.TimeLimit = TimeSpan.FromSeconds(7), time);
        await codec.EncodeAsync(OpenCodec.Easy);

        var call = codec.RefusedAsync(OpenCodec.Hard, 1800, ImageFormat.Avif);
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(ImageRefusal.TooCostly, (await call).Refusal);
        Assert.Single(codec.Logger.Of(4003));
        Assert.Empty(codec.Alive);
    }

    [Fact]
    public async Task A_picture_that_nobody_waits_for_any_more_ends_its_worker()
    {
        using var codec = new OpenCodec();
        using var gone = new CancellationTokenSource();
        await codec.EncodeAsync(OpenCodec.Easy);

        var call = codec.EncodeAsync(OpenCodec.Hard, 1800, ImageFormat.Avif, cancellationToken: gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Empty(codec.Alive);
    }

    [Fact]
    public async Task When_the_queue_is_full_the_next_is_told_to_come_back()
    {
        using var codec = new OpenCodec(static options => (options.MaxWorkers, options.QueueLength) = (1, 2));
        using var gone = new CancellationTokenSource();
        await codec.EncodeAsync(OpenCodec.Easy);

        var inside = Enumerable.Range(0, 3).Select(_ => codec.EncodeAsync(OpenCodec.Hard, 1800, ImageFormat.Avif, cancellationToken: gone.Token)).ToList();
        var refused = await codec.RefusedAsync(OpenCodec.Easy);
        await gone.CancelAsync();

        Assert.Equal(ImageRefusal.Busy, refused.Refusal);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(inside));
        Assert.Equal(100, (await codec.EncodeAsync(OpenCodec.Easy)).Width);
    }

    [Fact]
    public async Task Who_waits_for_a_worker_is_told_to_come_back_after_a_while()
    {
        var time = new FakeTimeProvider();
        using var codec = new OpenCodec(static options => (options.MaxWorkers, options.WaitLimit, options.TimeLimit) = (1, TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)), time);
        using var gone = new CancellationTokenSource();
        await codec.EncodeAsync(OpenCodec.Easy);
        var inside = codec.EncodeAsync(OpenCodec.Hard, 1800, ImageFormat.Avif, cancellationToken: gone.Token);
        var waiting = Enumerable.Range(0, 10).Select(_ => codec.RefusedAsync(OpenCodec.Easy)).ToList();

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.All(await Task.WhenAll(waiting), static refused => Assert.Equal((ImageRefusal.Busy, TimeSpan.FromSeconds(2)), (refused.Refusal, refused.RetryAfter)));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inside);
        Assert.Equal(100, (await codec.EncodeAsync(OpenCodec.Easy)).Width);
    }

    [Fact]
    public async Task A_worker_without_work_is_ended_after_a_while()
    {
        var time = new FakeTimeProvider();
        using var codec = new OpenCodec(time: time);
        await codec.EncodeAsync(OpenCodec.Easy);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(codec.Alive);
        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrueAsync(() => !codec.Alive.Any());
        await codec.EncodeAsync(OpenCodec.Easy);
        Assert.Equal(2, codec.Started.Count);
    }

    [Fact]
    public async Task With_the_codec_end_its_workers()
    {
        var codec = new OpenCodec();
        await codec.EncodeAsync(OpenCodec.Easy);

        codec.Dispose();

        await Eventually.IsTrueAsync(() => !codec.Alive.Any());
    }
}
