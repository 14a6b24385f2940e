using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Images;
using Perennial.Tests.Images;

namespace Perennial.EndToEnd;

/// <summary>The endpoint of optimised pictures, with a codec that writes down what it was asked for.</summary>
public sealed class ImageTests
{
    private const string Fern = "/_perennial/image?url=%2Ffern.png&w=640&q=75";

    private readonly NotingCodec _codec = new();
    private string _control = "max-age=123";
    private int _fetched;
    private int _width = 1200;

    [Fact]
    public async Task A_picture_is_made_once_and_then_comes_from_memory()
    {
        await using var site = await StartAsync();

        using var first = await GetAsync(site, Fern, "image/webp");
        using var second = await GetAsync(site, Fern, "image/webp");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("image/webp", first.Header("Content-Type"));
        Assert.Equal("Accept", first.Header("Vary"));
        Assert.Equal("nosniff", first.Header("X-Content-Type-Options"));
        Assert.Equal("script-src 'none'; frame-src 'none'; sandbox;", first.Header("Content-Security-Policy"));
        Assert.Equal("attachment; filename=\"fern.webp\"", first.Header("Content-Disposition"));
        Assert.Equal("public, max-age=14400, must-revalidate", first.Header("Cache-Control"));
        Assert.Equal("Perennial; fwd=uri-miss; stored", first.Header("Cache-Status"));
        Assert.Equal("Perennial; hit; ttl=14400", second.Header("Cache-Status"));
        Assert.Equal(["WebP 640 75"], _codec.Made);
        Assert.Equal(1, _fetched);
    }

    [Theory]
    [InlineData("?w=640&q=75&url=%2Ffern.png")]
    [InlineData("?url=/fern.png&w=640&q=75")]
    [InlineData("?url=%2Ffern.png&w=640&q=75&utm=1")]
    public async Task However_the_query_is_written_it_is_one_picture(string query)
    {
        await using var site = await StartAsync();
        await GetAsync(site, Fern, "image/webp");
        await GetAsync(site, Fern, "image/webp");

        using var other = await GetAsync(site, "/_perennial/image" + query, "image/webp");

        Assert.StartsWith("Perennial; hit", other.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task A_picture_beside_a_cookie_is_for_one_visitor_and_what_was_said_of_variants_stays()
    {
        await using var site = await StartAsync(use: static app =>
        {
            app.Use(static (context, next) =>
            {
                context.Response.Headers.SetCookie = "seen=1";
                context.Response.Headers.Vary = "Origin";
                return next(context);
            });
            app.UsePerennial();
        });

        using var response = await GetAsync(site, Fern, "image/webp");

        Assert.StartsWith("private", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("Origin,Accept", response.Header("Vary")?.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_known_entity_tag_is_answered_without_a_body()
    {
        await using var site = await StartAsync();
        using var first = await GetAsync(site, Fern, "image/webp");

        using var second = await site.GetAsync(Fern, request =>
        {
            request.Headers.TryAddWithoutValidation("Accept", "image/webp");
            request.Headers.TryAddWithoutValidation("If-None-Match", first.Header("ETag"));
        });

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.StartsWith("W/\"", first.Header("ETag"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_format_is_a_picture_of_its_own_and_AVIF_gets_less_quality()
    {
        await using var site = await StartAsync(static options =>
        {
            options.Images.Formats.Add(ImageFormat.Avif);
            options.Images.Formats.Add(ImageFormat.WebP);
        });

        await GetAsync(site, Fern, "image/avif,image/webp");
        await GetAsync(site, Fern, "image/webp");
        await GetAsync(site, Fern, "image/*");

        Assert.Equal(["Avif 640 55", "WebP 640 75", "Png 640 75"], _codec.Made);
    }

    [Fact]
    public async Task What_the_source_says_lengthens_the_lifetime_and_never_shortens_it()
    {
        await using var site = await StartAsync(static options => options.Images.MinimumLifetime = TimeSpan.FromSeconds(60));

        using var longer = await GetAsync(site, Fern, "image/webp");
        _control = "max-age=5";
        using var least = await GetAsync(site, Fern, "image/png");

        Assert.Equal("public, max-age=123, must-revalidate", longer.Header("Cache-Control"));
        Assert.Equal("public, max-age=60, must-revalidate", least.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_stale_picture_is_shown_at_once_and_made_anew_behind()
    {
        await using var site = await StartAsync();
        await GetAsync(site, Fern, "image/webp");
        _width = 600;
        site.Time.Advance(TimeSpan.FromHours(5));

        using var stale = await GetAsync(site, Fern, "image/webp");
        await Eventually.IsTrueAsync(() => Task.FromResult(_codec.Made.Count == 2));

        Assert.StartsWith("Perennial; hit; ttl=-", stale.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_whose_name_begins_like_the_optimiser_s_is_a_folder()
    {
        await using var site = await StartAsync(static options => options.Images.Path = "/fern");

        using var response = await GetAsync(site, "/fern?url=%2Ffern.png&w=640&q=75", "image/webp");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_picture_is_revalidated_by_its_path_and_by_a_tag_of_its_pattern()
    {
        await using var site = await StartAsync(static options => options.Images.LocalPatterns.Add(ImagePattern.Tagged("/**", "plants")));
        await GetAsync(site, Fern, "image/webp");

        await site.Revalidator.RevalidateAsync(CacheTag.Image("/fern.png"), TestContext.Current.CancellationToken);
        using var byPath = await GetAsync(site, Fern, "image/webp");
        await Eventually.IsTrueAsync(() => Task.FromResult(_codec.Made.Count == 2));
        await site.Revalidator.ExpireAsync("plants", TestContext.Current.CancellationToken);
        using var byTag = await GetAsync(site, Fern, "image/webp");

        Assert.Equal("Perennial; hit; ttl=-1; detail=revalidated", byPath.Header("Cache-Status"));
        Assert.Equal("public, max-age=0, must-revalidate", byPath.Header("Cache-Control"));
        Assert.StartsWith("Perennial; fwd=", byTag.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal(3, _codec.Made.Count);
    }

    [Fact]
    [Trait("Proves", "F-56")]
    public async Task An_expired_picture_that_cannot_be_made_anew_is_shown_after_all()
    {
        await using var site = await StartAsync();
        await GetAsync(site, Fern, "image/webp");
        _codec.Refuse = new(ImageRefusal.Failed, "died");
        await site.Revalidator.ExpireAsync(CacheTag.Image("/fern.png"), TestContext.Current.CancellationToken);

        using var old = await GetAsync(site, Fern, "image/webp");
        using var retried = await GetAsync(site, Fern, "image/webp");
        using var resting = await GetAsync(site, Fern, "image/webp");

        Assert.Equal((HttpStatusCode.OK, "Perennial; fwd=stale; detail=render-failed"), (old.StatusCode, old.Header("Cache-Status")));
        Assert.Equal((HttpStatusCode.OK, "Perennial; fwd=stale; detail=render-failed"), (retried.StatusCode, retried.Header("Cache-Status")));
        Assert.Equal((HttpStatusCode.OK, "Perennial; hit; detail=render-failed"), (resting.StatusCode, resting.Header("Cache-Status")));
    }

    [Fact]
    public async Task A_crowd_waits_for_one_fetch_and_one_encode()
    {
        await using var site = await StartAsync();
        _codec.Hold();

        var crowd = Enumerable.Range(0, 20).Select(_ => GetAsync(site, Fern, "image/webp")).ToArray();
        await Eventually.IsTrueAsync(() => Task.FromResult(_codec.Made.Count == 1));
        _codec.Release();

        Assert.All(await Task.WhenAll(crowd), static response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal((1, 1), (_fetched, _codec.Made.Count));
    }

    [Fact]
    [Trait("Proves", "S-62")]
    public async Task The_source_is_fetched_without_the_visitor_s_cookies_and_credentials()
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync("/_perennial/image?url=%2Fmine.png&w=640&q=75", static request =>
        {
            request.Headers.Add("Cookie", "user=ada");
            request.Headers.Add("Authorization", "Bearer ada");
        });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(_codec.Made);
    }

    [Theory]
    [Trait("Proves", "S-63")]
    [InlineData("/page.html", 400)]
    [InlineData("/vector.svg", 400)]
    [InlineData("/liar.png", 400)]
    [InlineData("/empty.png", 400)]
    [InlineData("/nowhere.png", 404)]
    [InlineData("/broken.png", 502)]
    public async Task What_is_no_picture_is_refused_and_no_cache_may_keep_the_answer(string url, int status)
    {
        await using var site = await StartAsync();

        using var response = await GetAsync(site, $"/_perennial/image?url={Uri.EscapeDataString(url)}&w=640&q=75", "image/webp");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("private, no-cache, no-store, max-age=0, must-revalidate", response.Header("Cache-Control"));
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.StartsWith("text/plain", response.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Contains("\"url\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-63")]
    public async Task A_vector_is_passed_through_by_option_and_can_run_nothing()
    {
        await using var site = await StartAsync(static options => options.Images.AllowSvg = true);

        using var response = await GetAsync(site, "/_perennial/image?url=%2Fvector.svg&w=640&q=75", "image/webp");

        Assert.Equal("image/svg+xml", response.Header("Content-Type"));
        Assert.Contains("script-src 'none'", response.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.StartsWith("attachment;", response.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Empty(_codec.Made);
    }

    [Fact]
    [Trait("Proves", "S-68")]
    public async Task No_spelling_leaves_the_folder_of_files()
    {
        await using var site = await StartAsync();
        foreach (var path in (string[])["/../appsettings.json", "/..%2Fappsettings.json", "/%2e%2e/appsettings.json", "/a/..%5c..%5cx", "/%252e%252e/x", "/x%00.png"])
        {
            using var response = await GetAsync(site, $"/_perennial/image?url={Uri.EscapeDataString(path)}&w=640&q=75", "image/webp");

            Assert.True((int)response.StatusCode is 400 or 404, $"{path}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_told_when_to_come_back()
    {
        await using var site = await StartAsync();
        _codec.Refuse = new(ImageRefusal.Busy, "busy", TimeSpan.FromSeconds(3));

        using var response = await GetAsync(site, Fern, "image/webp");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("3", response.Header("Retry-After"));
    }

    [Fact]
    public async Task Without_a_codec_pictures_are_shown_as_they_are()
    {
        await using var site = await StartAsync();
        _codec.Refuse = new(ImageRefusal.Unavailable, "no codec");

        using var response = await GetAsync(site, Fern, "image/webp");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/png", response.Header("Content-Type"));
    }

    [Fact]
    [Trait("Proves", "S-66")]
    public async Task A_picture_that_nobody_decodes_is_shown_as_it_is()
    {
        await using var site = await StartAsync();
        _codec.Refuse = new(ImageRefusal.UnsupportedType, "AVIF is not decoded");

        using var leaf = await GetAsync(site, "/_perennial/image?url=%2Fleaf.avif&w=640&q=75", "image/avif,image/webp");
        using var fern = await GetAsync(site, Fern, "image/webp");

        Assert.Equal((200, "image/avif"), ((int)leaf.StatusCode, leaf.Header("Content-Type")));
        Assert.Equal("attachment; filename=\"leaf.avif\"", leaf.Header("Content-Disposition"));
        Assert.Equal(HeaderBytes.Avif(1200, 800), await leaf.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal((200, "image/png"), ((int)fern.StatusCode, fern.Header("Content-Type")));
    }

    [Fact]
    public async Task Only_GET_and_HEAD_are_answered()
    {
        await using var site = await StartAsync();

        using var post = await site.SendAsync(HttpMethod.Post, Fern);
        using var head = await site.SendAsync(HttpMethod.Head, Fern);

        Assert.Equal((405, "GET, HEAD"), ((int)post.StatusCode, post.Header("Allow")));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    private static Task<HttpResponseMessage> GetAsync(TestSite site, string path, string accept) =>
        site.GetAsync(path, request => request.Headers.TryAddWithoutValidation("Accept", accept));

    private Task<TestSite> StartAsync(Action<PerennialOptions>? options = null, Action<WebApplication>? use = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/fern.png", (HttpContext context) =>
            {
                Interlocked.Increment(ref _fetched);
                context.Response.Headers.CacheControl = _control;
                return Results.Bytes(Pictures.Png(_width, 800), "image/png");
            });
            app.MapGet("/mine.png", static (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = context.Request.Headers.Cookie.Count + context.Request.Headers.Authorization.Count == 0
                    ? "private"
                    : "public";
                return Results.Bytes(Pictures.Png(10, 10), "image/png");
            });
            app.MapGet("/page.html", static () => Results.Text("<html><svg></svg></html>", "text/html"));
            app.MapGet("/vector.svg", static () => Results.Text("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"));
            app.MapGet("/liar.png", static () => Results.Text("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"));
            app.MapGet("/leaf.avif", static () => Results.Bytes(HeaderBytes.Avif(1200, 800), "image/avif"));
            app.MapGet("/empty.png", static () => Results.Bytes([], "image/png"));
            app.MapGet("/broken.png", static () => Results.StatusCode(500));
        },
        services: builder => builder.Services.AddSingleton<IImageCodec>(_codec),
        use: use,
        options: options);

    private sealed class NotingCodec : IImageCodec
    {
        private readonly List<string> _made = [];
        private TaskCompletionSource? _held;

        public ImageRefusedException? Refuse { get; set; }

        public IReadOnlyList<string> Made
        {
            get
            {
                lock (_made)
                {
                    return [.. _made];
                }
            }
        }

        public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        public async Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
        {
            if (Refuse is not null)
            {
                throw Refuse;
            }

            lock (_made)
            {
                _made.Add($"{variant.Format} {variant.Width} {variant.Quality}");
            }

            await (_held?.Task ?? Task.CompletedTask);
            return new(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1);
        }
    }
}
