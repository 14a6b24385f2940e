using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Deployments;

/// <summary>Two deployments, one archive: what a page of the first still asks for.</summary>
public sealed class AssetArchiveTests : IDisposable
{
    private static readonly string Long = new('x', 3000);
    private static readonly Dictionary<string, string> Old = Assets("old");
    private static readonly Dictionary<string, string> New = Assets("new");

    private readonly DirectoryInfo _archive = Directory.CreateTempSubdirectory("perennial-archive-");

    public void Dispose() => _archive.Delete(recursive: true);

    [Fact]
    public async Task An_asset_of_the_last_deployment_is_answered_as_it_was()
    {
        var (path, before) = await OldScriptAsync();
        await using var site = await StartAsync("B", New);

        using var now = await site.Site.GetAsync(path);
        using var coded = await site.Site.GetAsync(path, static request => request.Headers.AcceptEncoding.ParseAdd("br"));
        using var known = await site.Site.GetAsync(path, request => request.Headers.TryAddWithoutValidation("If-None-Match", before.ETag));
        using var part = await site.Site.GetAsync(path, static request => request.Headers.TryAddWithoutValidation("Range", "bytes=0-2"));
        using var asked = await site.Site.SendAsync(HttpMethod.Head, path);

        Assert.Equal(before.Text, await now.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(before.ETag, now.Header("ETag"));
        Assert.Equal("text/javascript", now.Header("Content-Type"));
        Assert.Equal("public, max-age=31536000, immutable", now.Header("Cache-Control"));
        Assert.Equal("Accept-Encoding", now.Header("Vary"));
        Assert.Equal("br", coded.Header("Content-Encoding"));
        Assert.InRange(coded.Content.Headers.ContentLength ?? 0, 1, 200);
        Assert.Equal(304, (int)known.StatusCode);
        Assert.Equal(206, (int)part.StatusCode);
        Assert.Equal(200, (int)asked.StatusCode);
    }

    [Fact]
    public async Task Our_own_script_is_in_it_and_what_was_never_there_is_404_and_kept_by_nobody()
    {
        await using var site = await StartAsync("B", New);

        using var missing = await site.Site.GetAsync("/js/late.0123456789.js");

        Assert.Equal(404, (int)missing.StatusCode);
        Assert.Contains("no-store", missing.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains(
            Directory.EnumerateFiles(Path.Join(_archive.FullName, "sets")).Select(File.ReadAllText),
            static set => set.Contains("/_perennial/perennial.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_archive_that_another_process_writes_to_is_waited_for_in_real_time()
    {
        Task<Deployed> starting;
        await using (new FileStream(Path.Join(_archive.FullName, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            starting = StartAsync("B", New);
            await Task.WhenAny(starting, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestContext.Current.CancellationToken));
            Assert.False(starting.IsCompleted);
        }

        // The site's own time stands still: waiting by it would never end.
        await using var site = await starting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Only_hashes_are_names_in_the_folder()
    {
        await using var site = await StartAsync("B", New);

        Assert.All(
            Directory.EnumerateFiles(_archive.FullName, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_archive.FullName, path)),
            static path => Assert.Matches(@"^(lock|files/[0-9a-f]{2}/[0-9a-f]{64}|sets/[0-9a-f]{64}\.json)$", path));
    }

    [Fact]
    [Trait("Proves", "F-84")]
    [Trait("Proves", "S-25")]
    public async Task Servers_of_two_deployments_side_by_side_make_no_mixed_page_and_each_answers_the_others_files()
    {
        await using var a = await StartAsync("A", Old);
        await using var b = await StartAsync("B", New);
        await using var again = await StartAsync("A", Old);
        a.Site.Time.Advance(TimeSpan.FromSeconds(2));

        foreach (var (site, id, own, other) in new[] { (a, "A", a, b), (b, "B", b, a), (again, "A", a, b) })
        {
            using var response = await site.Site.GetAsync("/component/assets");
            var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(id, response.Header("x-deployment-id"));
            Assert.Contains($"data-deployment-id=\"{id}\"", page, StringComparison.Ordinal);
            Assert.Contains(own.Root["css/site.css"][1..], page, StringComparison.Ordinal);
            Assert.DoesNotContain(other.Root["css/site.css"][1..], page, StringComparison.Ordinal);
            foreach (var label in new[] { "css/site.css", "js/late.js" })
            {
                Assert.Equal(Old[label], await site.Site.TextAsync(a.Root[label]));
                Assert.Equal(New[label], await site.Site.TextAsync(b.Root[label]));
            }
        }
    }

    [Fact]
    public async Task Files_that_ask_for_authorization_are_not_archived()
    {
        var path = "";
        await using (var closed = await StartAsync("A", Old, guard: static files => files.RequireAuthorization(), isAuthorized: true))
        {
            path = closed.Root["js/late.js"];
        }

        await using var site = await StartAsync("B", New);
        using var response = await site.Site.GetAsync(path);

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task Under_a_fallback_policy_only_files_that_are_open_to_all_are_archived()
    {
        var path = "";
        await using (var closed = await StartAsync("A", Old, isAuthorized: true, services: static builder => builder.Services.AddAuthorization(
            static options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(static _ => false).Build())))
        {
            path = closed.Root["js/late.js"];
        }

        await using var site = await StartAsync("B", New);
        using var response = await site.Site.GetAsync(path);

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task It_stands_behind_endpoints_and_answers_of_the_app()
    {
        var (path, _) = await OldScriptAsync();
        await using var mapped = await StartAsync("B", New, map: app => app.MapGet(path, static () => "mine"));
        await using var pattern = await StartAsync("C", New, map: static app => app.MapGet("/js/{file}", static () => "pattern"));
        await using var plain = await StartAsync("D", New, use: static app => app.UsePerennial().UseAntiforgery().Use(
            (context, next) => context.Request.Path.StartsWithSegments("/js", StringComparison.Ordinal) ? context.Response.WriteAsync("middleware") : next(context)));

        Assert.Equal("mine", await mapped.Site.TextAsync(path));
        Assert.Equal("pattern", await pattern.Site.TextAsync(path));
        Assert.Equal("middleware", await plain.Site.TextAsync(path));
    }

    [Fact]
    public async Task It_stands_before_a_route_that_takes_whatever_is_left()
    {
        var (path, before) = await OldScriptAsync();
        await using var site = await StartAsync("B", New, map: static app => app.MapGet("/{**rest}", static () => "anything").Revalidate(60));

        using var asked = await site.Site.SendAsync(HttpMethod.Head, path);

        Assert.Equal(before.Text.Length, asked.Content.Headers.ContentLength);
        Assert.Equal(before.Text, await site.Site.TextAsync(path));
        Assert.Equal("anything", await site.Site.TextAsync("/js/late.0123456789.js"));
    }

    [Fact]
    public async Task A_damaged_file_is_not_served_and_comes_back_with_the_deployment_that_has_it()
    {
        var (path, before) = await OldScriptAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Join(_archive.FullName, "files"), "*", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        }

        await using (var site = await StartAsync("B", New))
        {
            using var response = await site.Site.GetAsync(path);
            Assert.Equal(404, (int)response.StatusCode);
        }

        await OldScriptAsync();
        await using var later = await StartAsync("B", New);
        Assert.Equal(before.Text, await later.Site.TextAsync(path));
    }

    [Fact]
    [Trait("Proves", "S-96")]
    public async Task A_list_that_somebody_else_wrote_opens_no_file_of_his_choice()
    {
        var sets = Directory.CreateDirectory(Path.Join(_archive.FullName, "sets"));
        var set = """{"schemaVersion":1,"assets":[{"path":"/passwd","contentType":"text/plain","files":[{"hash":"../../../../../../../../../../../../../../../../../../etc/passwd","length":1,"eTag":"\"x\""}]}]}""";
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(set)));
        await File.WriteAllTextAsync(Path.Join(sets.FullName, name + ".json"), set, TestContext.Current.CancellationToken);

        await using var site = await StartAsync("B", New);
        using var response = await site.Site.GetAsync("/passwd");

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_does_not_stop_the_start()
    {
        var file = Path.Join(_archive.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await using var site = await Deployed.StartAsync("B", New, Path.Join(file, "below"));

        Assert.Equal(New["js/late.js"], await site.Site.TextAsync(site.Root["js/late.js"]));
        using var missing = await site.Site.GetAsync("/js/late.0123456789.js");
        Assert.Equal(404, (int)missing.StatusCode);
    }

    private async Task<(string Path, (string Text, string? ETag) Before)> OldScriptAsync()
    {
        await using var site = await StartAsync("A", Old);
        using var response = await site.Site.GetAsync(site.Root["js/late.js"]);
        return (site.Root["js/late.js"], (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Header("ETag")));
    }

    private Task<Deployed> StartAsync(
        string id,
        Dictionary<string, string> assets,
        Action<WebApplication>? map = null,
        Action<IEndpointConventionBuilder>? guard = null,
        bool isAuthorized = false,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? use = null) => Deployed.StartAsync(
            id,
            assets,
            _archive.FullName,
            options: isAuthorized ? static options => options.Pages.Auto = false : null,
            map: map,
            guard: guard,
            services: builder =>
            {
                if (isAuthorized)
                {
                    builder.Services.AddAuthentication().AddCookie();
                    builder.Services.AddAuthorization();
                }

                services?.Invoke(builder);
            },
            use: isAuthorized
                ? static app => app.UsePerennial().UseAuthentication().UseAuthorization().UseAntiforgery()
                : use,
            isClosed: isAuthorized);

    private static Dictionary<string, string> Assets(string text) => new()
    {
        ["css/site.css"] = $"body {{ --{text}: 1 }}",
        ["js/late.js"] = $"export default '{text}'; //{Long}",
    };
}
