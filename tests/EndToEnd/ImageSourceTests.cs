using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>What a picture takes over from the source that it was made of: a picture is never newer than its source.</summary>
public sealed class ImageSourceTests
{
    private const string Drawn = "/_perennial/image?url=%2Fdrawn.png&w=640&q=75";
    private const string Plain = "/_perennial/image?url=%2Fplain.png&w=640&q=75";

    private readonly SizeCodec _codec = new();
    private int _width = 100;
    private int _fetched;

    [Fact]
    public async Task A_picture_of_a_kept_endpoint_is_invalidated_with_it()
    {
        await using var site = await StartAsync();
        await ReadAsync(site, Drawn);
        _width = 200;

        await site.Revalidator.ExpireAsync("hedge", TestContext.Current.CancellationToken);
        var byTag = await ReadAsync(site, Drawn);
        _width = 300;
        await site.Revalidator.ExpireAsync(CacheTag.Path("/drawn.png"), TestContext.Current.CancellationToken);
        var byPath = await ReadAsync(site, Drawn);

        Assert.Equal(("200", "300"), (byTag, byPath));
    }

    [Fact]
    public async Task A_picture_that_is_made_behind_waits_for_the_fresh_source()
    {
        await using var site = await StartAsync();
        await ReadAsync(site, Drawn);
        _width = 200;
        await site.Revalidator.RevalidateAsync("hedge", TestContext.Current.CancellationToken);

        var old = await ReadAsync(site, Drawn);
        await Eventually.IsTrueAsync(() => Task.FromResult(_codec.Made == 2));
        await Eventually.IsTrueAsync(async () => await ReadAsync(site, Drawn) != "100");

        Assert.Equal("100", old);
        Assert.Equal(("200", 2), (await ReadAsync(site, Drawn), _codec.Made));
    }

    [Fact]
    public async Task A_picture_of_a_source_that_could_not_be_made_anew_is_not_kept_as_fresh()
    {
        await using var site = await StartAsync();
        await ReadAsync(site, Drawn);
        _width = -1;
        await site.Revalidator.RevalidateAsync("hedge", TestContext.Current.CancellationToken);
        await ReadAsync(site, Drawn);
        await Eventually.IsTrueAsync(() => Task.FromResult(_codec.Made == 2));
        _width = 200;
        site.Time.Advance(TimeSpan.FromSeconds(5));

        await Eventually.IsTrueAsync(async () => await ReadAsync(site, Drawn) == "200");
    }

    [Fact]
    public async Task A_picture_of_a_source_that_is_old_by_age_shows_the_new_one_after_one_visit()
    {
        await using var site = await StartAsync();
        await ReadAsync(site, Drawn);
        _width = 200;
        site.Time.Advance(TimeSpan.FromHours(5));

        await ReadAsync(site, Drawn);
        await Eventually.IsTrueAsync(() => Task.FromResult(_codec.Made == 2));

        await Eventually.IsTrueAsync(async () => await ReadAsync(site, Drawn) == "200");
        Assert.Equal(2, _codec.Made);
    }

    [Fact]
    public async Task A_picture_whose_source_has_not_changed_is_not_encoded_again_for_its_age()
    {
        await using var site = await StartAsync();
        await ReadAsync(site, Plain);
        site.Time.Advance(TimeSpan.FromHours(5));

        await ReadAsync(site, Plain);
        await Eventually.IsTrueAsync(async () =>
        {
            using var fresh = await site.GetAsync(Plain);
            return fresh.Header("Cache-Status") == "Perennial; hit; ttl=14400";
        });

        Assert.Equal((2, 1), (_fetched, _codec.Made));
    }

    [Fact]
    public async Task A_picture_that_was_taken_away_is_not_shown_any_more()
    {
        await using var site = await StartAsync();
        await ReadAsync(site, Plain);
        _width = 0;

        using var kept = await site.GetAsync(Plain);
        await site.Revalidator.ExpireAsync(CacheTag.Image("/plain.png"), TestContext.Current.CancellationToken);
        using var gone = await site.GetAsync(Plain);
        using var known = await site.GetAsync(Plain);
        var fetched = _fetched;
        _width = 100;
        site.Time.Advance(TimeSpan.FromSeconds(4));
        using var back = await site.GetAsync(Plain);

        Assert.Equal((200, 404, 404, 200), ((int)kept.StatusCode, (int)gone.StatusCode, (int)known.StatusCode, (int)back.StatusCode));
        Assert.Contains("no-store", known.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(2, fetched);
    }

    [Fact]
    public async Task A_wall_that_refuses_for_a_moment_takes_a_picture_away_only_when_it_was_invalidated()
    {
        await using var site = await StartAsync();
        await ReadAsync(site, Plain);
        _width = -1;
        site.Time.Advance(TimeSpan.FromHours(5));
        await ReadAsync(site, Plain);
        await Eventually.IsTrueAsync(() => Task.FromResult(_fetched == 2));

        using var aged = await site.GetAsync(Plain);
        await site.Revalidator.ExpireAsync(CacheTag.Image("/plain.png"), TestContext.Current.CancellationToken);

        // While a refresh behind is still at it, and for three seconds after two that failed, nobody asks again.
        Assert.Equal(200, (int)aged.StatusCode);
        await Eventually.IsTrueAsync(async () =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(4));
            using var invalidated = await site.GetAsync(Plain);
            return (int)invalidated.StatusCode == 400;
        });
    }

    [Fact]
    public async Task A_picture_that_was_taken_away_stays_away_after_a_restart()
    {
        var site = await StartAsync();
        await ReadAsync(site, Plain);
        _width = 0;
        await site.Revalidator.ExpireAsync(CacheTag.Image("/plain.png"), TestContext.Current.CancellationToken);
        await ReadAsync(site, Plain);
        var folder = await site.StopAsync();

        await using var again = await StartAsync(folder: folder);
        using var gone = await again.GetAsync(Plain);

        Assert.Equal(404, (int)gone.StatusCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Rules_of_the_app_apply_to_the_source_too()
    {
        await using var site = await StartAsync(options: static options =>
        {
            options.Rules.Rewrites.Add("/cdn/{name}", "/{name}");
            options.Rules.Redirects.Add("/old/{name}", "/{name}", permanent: true);
        });

        var rewritten = await ReadAsync(site, "/_perennial/image?url=%2Fcdn%2Fplain.png&w=640&q=75");
        var redirected = await ReadAsync(site, "/_perennial/image?url=%2Fold%2Fplain.png&w=640&q=75");

        Assert.Equal("100", rewritten);
        Assert.Equal("\"url\" redirects to '/plain.png'; give the path of the picture itself.", redirected);
    }

    [Fact]
    public async Task Each_site_of_an_app_has_its_own_pictures()
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/logo.png", static (HttpContext context) =>
                Results.Bytes(Pictures.Png(context.Request.Host.Host is "nursery.test" ? 200 : 100, 10), "image/png")),
            services: builder => builder.Services.AddSingleton<IImageCodec>(_codec),
            options: static options => options.OtherSiteUrls.Add("https://nursery.test"));
        const string logo = "/_perennial/image?url=%2Flogo.png&w=640&q=75";

        var main = await ReadAsync(site, logo);
        var other = await ReadAsync(site, logo, "nursery.test");
        var mainAgain = await ReadAsync(site, logo);
        var otherAgain = await ReadAsync(site, logo, "nursery.test");
        var unknown = await ReadAsync(site, logo, "evil.test");

        Assert.Equal(("100", "200", "100", "200", "100"), (main, other, mainAgain, otherAgain, unknown));
        Assert.Equal(2, _codec.Made);
    }

    private static async Task<string> ReadAsync(TestSite site, string path, string? host = null)
    {
        using var response = await site.GetAsync(path, request => request.Headers.Host = host);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<TestSite> StartAsync(string? folder = null, Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/drawn.png", () => _width < 0
                ? throw new InvalidOperationException("no ink")
                : Results.Bytes(Pictures.Png(_width, 10), "image/png")).Revalidate(60, tags: ["hedge"]);
            app.MapGet("/plain.png", () =>
            {
                Interlocked.Increment(ref _fetched);
                return _width is 0 ? Results.NotFound() : _width < 0 ? Results.StatusCode(403) : Results.Bytes(Pictures.Png(_width, 10), "image/png");
            });
        },
        services: builder => builder.Services.AddSingleton<IImageCodec>(_codec),
        options: options,
        folder: folder);

    /// <summary>Writes down how wide the source was.</summary>
    private sealed class SizeCodec : IImageCodec
    {
        private int _made;

        public int Made => Volatile.Read(ref _made);

        public async Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
        {
            var info = await ImageInfo.ReadAsync(source, cancellationToken);
            Interlocked.Increment(ref _made);
            return new(System.Text.Encoding.ASCII.GetBytes(info!.Width.ToString(System.Globalization.CultureInfo.InvariantCulture)), variant.Format, variant.Width, 1);
        }
    }
}
