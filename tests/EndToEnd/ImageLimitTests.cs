using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>What a picture may cost: sides that are told by the header, and time that nobody waits for longer.</summary>
public sealed class ImageLimitTests
{
    private const string Fern = "/_perennial/image?url=%2Fdrawn%2F1200%2F800.png&w=640&q=75";

    private readonly HeldCodec _codec = new();

    [Fact]
    public async Task Who_waits_for_a_turn_is_answered_in_time_and_the_original_is_there()
    {
        await using var site = await StartAsync(static options => options.Images.MaxConcurrentRenders = 1);
        _codec.Hold();
        var made = GetAsync(site, Fern, "image/webp");
        await Eventually.IsTrueAsync(() => Task.FromResult(_codec.Asked == 1));

        var waiting = Enumerable.Range(0, 20).Select(i => GetAsync(site, Fern.Replace("640", i % 2 is 0 ? "1080" : "1200", StringComparison.Ordinal), "image/webp")).ToList();
        await Eventually.IsTrueAsync(() =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(waiting.TrueForAll(static one => one.IsCompleted));
        });
        using var original = await site.GetAsync("/drawn/1200/800.png");
        _codec.Release();

        Assert.All(await Task.WhenAll(waiting), static response =>
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (response.StatusCode, response.Header("Retry-After"))));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (original.StatusCode, (await made).StatusCode));
        using var again = await GetAsync(site, Fern.Replace("640", "1080", StringComparison.Ordinal), "image/webp");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [Trait("Proves", "S-67")]
    [InlineData(1, 20_000_000)]
    [InlineData(20_000_000, 1)]
    [InlineData(1, 65_536)]
    [InlineData(20_000, 20_000)]
    public async Task A_picture_with_a_side_that_none_has_reaches_no_codec(int width, int height)
    {
        await using var site = await StartAsync();

        using var response = await GetAsync(site, $"/_perennial/image?url=%2Fdrawn%2F{width}%2F{height}.png&w=640&q=75", "image/webp");
        using var original = await site.GetAsync($"/drawn/{width}/{height}.png");

        Assert.Equal((400, 200), ((int)response.StatusCode, (int)original.StatusCode));
        Assert.Equal(0, _codec.Asked);
    }

    private static Task<HttpResponseMessage> GetAsync(TestSite site, string path, string accept) =>
        site.GetAsync(path, request => request.Headers.TryAddWithoutValidation("Accept", accept));

    private Task<TestSite> StartAsync(Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        static app => app.MapGet("/drawn/{width}/{height}.png", static (int width, int height) => Results.Bytes(Pictures.Png(width, height), "image/png")),
        services: builder => builder.Services.AddSingleton<IImageCodec>(_codec),
        options: options);

    private sealed class HeldCodec : IImageCodec
    {
        private TaskCompletionSource? _held;
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        public async Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            await (_held?.Task ?? Task.CompletedTask);
            return new(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1);
        }
    }
}
