using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Client;
using Perennial.EndToEnd.Rules;
using Perennial.Rules;

namespace Perennial.EndToEnd.Deployments;

/// <summary>What has its hash in its name is kept by browsers for a year, and nobody in the app can say otherwise.</summary>
public sealed class ImmutableAssetTests : IDisposable
{
    private const string Immutable = "public, max-age=31536000, immutable";
    private const string Other = "public, max-age=7";

    private static readonly Dictionary<string, string> Old = new() { ["js/late.js"] = "export default 'old';" };
    private static readonly Dictionary<string, string> New = new() { ["js/late.js"] = "export default 'new';", ["plain.css"] = "p {}" };

    private readonly DirectoryInfo _archive = Directory.CreateTempSubdirectory("perennial-archive-");

    public void Dispose() => _archive.Delete(recursive: true);

    public static TheoryData<string> Ways { get; } =
    [
        "nothing", "rule for all paths", "rule for no store", "proxy", "in front", "behind", "behind, at the last moment", "convention",
    ];

    [Theory, MemberData(nameof(Ways))]
    public async Task Nothing_in_the_app_overrides_it(string way)
    {
        string archived;
        await using (var before = await Deployed.StartAsync("A", Old, _archive.FullName))
        {
            archived = before.Root["js/late.js"];
        }

        await using var site = await StartAsync(way);
        foreach (var path in new[] { site.Root["js/late.js"], archived, site.Site.Services.GetRequiredService<ClientScript>().Path })
        {
            Assert.Equal((path, Immutable), (path, await CacheControlAsync(site, path)));
            Assert.Equal((path, Immutable), (path, await CacheControlAsync(site, path, "br")));
        }

        // The same way reaches a file whose name stays the same: it is no dead letter.
        if (way is not "nothing" and not "in front")
        {
            Assert.StartsWith(way is "rule for no store" ? "no-store" : Other, await CacheControlAsync(site, "/plain.css"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Neither_does_what_is_not_there_or_not_whole_become_immutable()
    {
        await using var site = await StartAsync("nothing");

        using var missing = await site.Site.GetAsync(site.Root["js/late.js"].Replace(".js", "x.js", StringComparison.Ordinal));
        using var wrong = await site.Site.SendAsync(HttpMethod.Post, site.Root["js/late.js"]);

        Assert.Contains("no-store", missing.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal((404, 405), ((int)missing.StatusCode, (int)wrong.StatusCode));
        Assert.DoesNotContain("immutable", wrong.Header("Cache-Control") ?? "", StringComparison.Ordinal);
    }

    private static async Task<string?> CacheControlAsync(Deployed site, string path, string? coding = null)
    {
        using var response = await site.Site.GetAsync(path, request =>
        {
            if (coding is not null)
            {
                request.Headers.AcceptEncoding.ParseAdd(coding);
            }
        });
        Assert.Equal((path, 200), (path, (int)response.StatusCode));
        return response.Header("Cache-Control");
    }

    private Task<Deployed> StartAsync(string way) => Deployed.StartAsync(
        "B",
        New,
        _archive.FullName,
        options: options =>
        {
            if (way.StartsWith("rule", StringComparison.Ordinal))
            {
                options.Rules.Headers.Add("/{**path}", "Cache-Control", way is "rule for no store" ? "no-store" : Other);
            }
        },
        guard: assets =>
        {
            if (way is "convention")
            {
                assets.Add(static endpoint => endpoint.RequestDelegate = Overridden(endpoint.RequestDelegate!));
            }
        },
        services: builder =>
        {
            if (way is "proxy")
            {
                builder.Services.AddSingleton(new Scripted(static (context, _) =>
                {
                    context.ResponseHeaders["Cache-Control"] = Other;
                    return new(ProxyResult.Continue);
                }));
                builder.AddPerennial().AddProxy<Scripted>();
            }
        },
        use: app =>
        {
            if (way is "in front")
            {
                app.Use(Before);
            }

            app.UsePerennial();
            if (way is "behind")
            {
                app.Use(Before);
            }
            else if (way is "behind, at the last moment")
            {
                app.Use(AtLast);
            }

            app.UseAntiforgery();
        });

    private static Task Before(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = Other;
        return next(context);
    }

    private static Task AtLast(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            ((HttpResponse)state).Headers.CacheControl = Other;
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }

    private static RequestDelegate Overridden(RequestDelegate endpoint) => context => AtLast(context, endpoint);
}
