using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Perennial.EndToEnd.Deployments;
using Perennial.Images;

namespace Perennial.EndToEnd.InFront;

/// <summary>
/// A kept answer is public. Where its headers depend on who asks, a cache must know, of the answer to a request without
/// Origin as well: it would show that one to all.
/// </summary>
public sealed class CorsTests
{
    private const string Partner = "https://partner.test";

    private static readonly Dictionary<string, (Action<CorsOptions> Options, Action<IApplicationBuilder>? InFront, Action<IApplicationBuilder>? Behind, bool ByEndpoint)> Ways = new()
    {
        ["a named policy of the endpoint"] = (static cors => cors.AddPolicy("some", One), null, static app => app.UseCors(), true),
        ["any origin, by the endpoint"] = (static cors => cors.AddPolicy("some", Any), null, static app => app.UseCors(), true),
        ["credentials, by the endpoint"] = (static cors => cors.AddPolicy("some", Credentials), null, static app => app.UseCors(), true),
        ["several origins, by the endpoint"] = (static cors => cors.AddPolicy("some", Two), null, static app => app.UseCors(), true),
        ["the default policy behind"] = (static cors => cors.AddDefaultPolicy(One), null, static app => app.UseCors(), false),
        ["a named policy for all, behind"] = (static cors => cors.AddPolicy("some", One), null, static app => app.UseCors("some"), false),
        ["a policy of its own, behind"] = (static _ => { }, null, static app => app.UseCors(Two), false),
        ["any origin, behind"] = (static _ => { }, null, static app => app.UseCors(Any), false),
        ["a named policy in front"] = (static cors => cors.AddPolicy("some", One), static app => app.UseCors("some"), null, false),
        ["any origin, in front"] = (static _ => { }, static app => app.UseCors(Any), null, false),
        ["credentials, in front"] = (static _ => { }, static app => app.UseCors(Credentials), null, false),
    };

    public static TheoryData<string> All => [.. Ways.Keys];

    [Theory, MemberData(nameof(All))]
    public async Task A_kept_answer_says_that_it_depends_on_the_origin(string way)
    {
        await using var site = await StartAsync(way);

        for (var i = 0; i < 3; i++)
        {
            using var nobody = await site.GetAsync("/page");
            using var partner = await site.GetAsync("/page", static request => request.Headers.Add("Origin", Partner));
            using var known = await site.GetAsync("/page", request => request.Headers.TryAddWithoutValidation("If-None-Match", nobody.Header("ETag")));
            using var head = await site.SendAsync(HttpMethod.Head, "/page");

            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
            foreach (var answer in (HttpResponseMessage[])[nobody, partner, known, head])
            {
                Assert.StartsWith("public", answer.Header("Cache-Control"), StringComparison.Ordinal);
                Assert.Equal(["Accept-Encoding", "Origin"], Vary(answer));
            }

            Assert.Null(nobody.Header("Access-Control-Allow-Origin"));
            Assert.Equal(way.StartsWith("any", StringComparison.Ordinal) ? "*" : Partner, partner.Header("Access-Control-Allow-Origin"));
            Assert.Equal(way.StartsWith("credentials", StringComparison.Ordinal) ? "true" : null, partner.Header("Access-Control-Allow-Credentials"));
            if (i > 0)
            {
                Assert.StartsWith("Perennial; hit", nobody.Header("Cache-Status"), StringComparison.Ordinal);
                Assert.StartsWith("Perennial; hit", partner.Header("Cache-Status"), StringComparison.Ordinal);
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_preflight_is_answered_by_the_policy(string way)
    {
        await using var site = await StartAsync(way);
        await site.TextAsync("/page");

        using var answer = await site.SendAsync(HttpMethod.Options, "/page", static request =>
        {
            request.Headers.Add("Origin", Partner);
            request.Headers.Add("Access-Control-Request-Method", "GET");
        });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.NotNull(answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_picture_says_it_too()
    {
        await using var site = await StartAsync("any origin, in front");

        using var picture = await site.GetAsync("/_perennial/image?url=%2Ffern.png&w=640&q=75");

        Assert.Equal(["Accept", "Origin"], Vary(picture));
    }

    [Theory]
    [InlineData("plain.css")]
    [InlineData("app.js")]
    [InlineData("files/leaf.txt")]
    public async Task So_do_files(string label)
    {
        var folder = Directory.CreateTempSubdirectory("perennial-");
        await File.WriteAllTextAsync(Path.Join(folder.FullName, "leaf.txt"), "green", TestContext.Current.CancellationToken);
        using var provider = new PhysicalFileProvider(folder.FullName);
        foreach (var isInFront in (bool[])[true, false])
        {
            await using var app = await Deployed.StartAsync(
                "a",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["plain.css"] = "p {}", ["app.js"] = "let a;" },
                use: app =>
                {
                    _ = isInFront ? app.UseCors(Any) : app;
                    app.UsePerennial().UseAntiforgery();
                    _ = isInFront ? app : app.UseCors(Any);
                    app.UseStaticFiles(new StaticFileOptions { FileProvider = provider, RequestPath = "/files" });
                });
            var path = label.StartsWith("files", StringComparison.Ordinal) ? "/" + label : app.Root[label];

            using var nobody = await app.Site.GetAsync(path);
            using var partner = await app.Site.GetAsync(path, static request => request.Headers.Add("Origin", Partner));

            foreach (var answer in (HttpResponseMessage[])[nobody, partner])
            {
                Assert.StartsWith("public", answer.Header("Cache-Control"), StringComparison.Ordinal);
                Assert.Equal("Origin", Assert.Single(Vary(answer), static name => name == "Origin"));
            }

            Assert.Equal("*", partner.Header("Access-Control-Allow-Origin"));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_any_policy_nobody_is_told_of_origins()
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/page", static () => "page").Revalidate(60),
            static builder => builder.Services.AddControllers());

        using var answer = await site.GetAsync("/page", static request => request.Headers.Add("Origin", Partner));

        Assert.Equal(["Accept-Encoding"], Vary(answer));
    }

    private static string[] Vary(HttpResponseMessage response) =>
        [.. (response.Header("Vary") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private static void One(CorsPolicyBuilder policy) => policy.WithOrigins(Partner);

    private static void Two(CorsPolicyBuilder policy) => policy.WithOrigins(Partner, "https://other.test");

    private static void Any(CorsPolicyBuilder policy) => policy.AllowAnyOrigin();

    private static void Credentials(CorsPolicyBuilder policy) => policy.WithOrigins(Partner).AllowCredentials();

    private static Task<TestSite> StartAsync(string name)
    {
        var way = Ways[name];
        return TestSite.StartAsync(
            app =>
            {
                var page = app.MapGet("/page", static () => "page").Revalidate(60);
                if (way.ByEndpoint)
                {
                    page.RequireCors("some");
                }

                app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png"));
            },
            builder =>
            {
                builder.Services.AddCors(way.Options);
                builder.Services.AddSingleton<IImageCodec, Codec>();
            },
            app =>
            {
                way.InFront?.Invoke(app);
                app.UsePerennial();
                way.Behind?.Invoke(app);
            });
    }

    private sealed class Codec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[20], variant.Format, variant.Width, 1));
    }
}
