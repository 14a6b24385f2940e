using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Deployments;

/// <summary>Files of the web root that are not what the manifest says of them: of another folder, changed by hand, cut off, gone.</summary>
public sealed class AssetCheckTests
{
    private const string Text = "console.log('a script of some length');";

    private static readonly Dictionary<string, Action<string>> Damages = new()
    {
        ["another content of the same length"] = static file => File.WriteAllText(file, new string('x', Text.Length)),
        ["cut off"] = static file => File.WriteAllText(file, Text[..10]),
        ["emptied"] = static file => File.WriteAllText(file, ""),
        ["grown"] = static file => File.WriteAllText(file, Text + Text),
    };

    public static TheoryData<string, bool, string> All =>
    [
        .. from damage in Damages.Keys
           from isKnown in new[] { false, true }
           from method in new[] { "GET", "HEAD" }
           select new TheoryDataRow<string, bool, string>(damage, isKnown, method),
    ];

    [Theory, MemberData(nameof(All))]
    public async Task What_is_not_the_manifests_is_answered_as_it_is_and_not_immutable(string damage, bool isKnown, string method)
    {
        await using var site = await StartAsync(archive: false);
        if (isKnown)
        {
            using var before = await site.Site.GetAsync(site.Root["a.js"]);
            Assert.Contains("immutable", before.Header("Cache-Control"), StringComparison.Ordinal);
        }

        Damages[damage](Path.Join(site.Root.Folder, "a.js"));
        using var after = await site.Site.SendAsync(new HttpMethod(method), site.Root["a.js"]);

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal("public, max-age=0", after.Header("Cache-Control"));
        Assert.Null(after.Header("ETag"));
        Assert.Equal("text/javascript", after.Header("Content-Type"));
        Assert.Equal(
            method is "HEAD" ? "" : await File.ReadAllTextAsync(Path.Join(site.Root.Folder, "a.js"), TestContext.Current.CancellationToken),
            await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_gone_is_not_found_and_no_empty_file_for_a_year()
    {
        await using var site = await StartAsync(archive: false);
        File.Delete(Path.Join(site.Root.Folder, "a.js"));

        using var gone = await site.Site.GetAsync(site.Root["a.js"]);

        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Contains("no-store", gone.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut off")]
    [InlineData("gone")]
    public async Task The_archive_has_the_right_one_still(string damage)
    {
        await using var site = await StartAsync(archive: true);
        var file = Path.Join(site.Root.Folder, "a.js");
        Damages.GetValueOrDefault(damage, File.Delete)(file);

        using var response = await site.Site.GetAsync(site.Root["a.js"]);

        Assert.Equal("public, max-age=31536000, immutable", response.Header("Cache-Control"));
        Assert.Equal(Text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true, "cut off", "a.js", "The archive answers with the file that was published")]
    [InlineData(true, "cut off", "plain.js", "It is answered as it is, and no cache may keep it")]
    [InlineData(false, "cut off", "a.js", "It is answered as it is, and no cache may keep it")]
    [InlineData(false, "gone", "a.js", "It is answered 404")]
    [InlineData(false, "cut off", "a.js.br", "The file that is not compressed is answered in its place")]
    public async Task What_is_answered_in_its_place_is_said_once(bool archive, string damage, string file, string answer)
    {
        using var warnings = new Warnings();
        await using var site = await StartAsync(archive, warnings.Add);
        Damages.GetValueOrDefault(damage, File.Delete)(Path.Join(site.Root.Folder, file));
        var path = file is "plain.js" ? "/plain.js" : site.Root["a.js"];

        for (var i = 0; i < 2; i++)
        {
            using var response = await site.Site.GetAsync(path, request =>
            {
                if (file.EndsWith(".br", StringComparison.Ordinal))
                {
                    request.Headers.AcceptEncoding.ParseAdd("br");
                }
            });
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(warnings.Messages.Any(line => line.Contains($"'{file}'", StringComparison.Ordinal))));
        var told = Assert.Single(warnings.Messages, line => line.Contains($"'{file}'", StringComparison.Ordinal));
        Assert.Contains($". {answer}. If a newer version was published over this one while it runs, restart it", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_compressed_twin_costs_the_compression_alone(bool isGone)
    {
        await using var site = await StartAsync(archive: false);
        var twin = Path.Join(site.Root.Folder, "a.js.br");
        if (isGone)
        {
            File.Delete(twin);
        }
        else
        {
            await File.WriteAllBytesAsync(twin, [1, 2, 3], TestContext.Current.CancellationToken);
        }

        using var response = await site.Site.GetAsync(site.Root["a.js"], static request => request.Headers.AcceptEncoding.ParseAdd("br"));

        Assert.Null(response.Header("Content-Encoding"));
        Assert.Contains("immutable", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(Text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_has_the_right_file_gets_the_changed_one_and_no_304()
    {
        await using var site = await StartAsync(archive: false);
        using var before = await site.Site.GetAsync(site.Root["a.js"]);
        Damages["grown"](Path.Join(site.Root.Folder, "a.js"));

        using var after = await site.Site.GetAsync(
            site.Root["a.js"], request => request.Headers.TryAddWithoutValidation("If-None-Match", before.Header("ETag")));

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_file_without_a_hash_in_its_name_has_no_tag_of_another_content()
    {
        await using var site = await StartAsync(archive: false);
        Damages["cut off"](Path.Join(site.Root.Folder, "plain.js"));

        using var response = await site.Site.GetAsync("/plain.js");

        Assert.Null(response.Header("ETag"));
        Assert.Equal(Text[..10], await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_closed_stays_closed()
    {
        await using var site = await Deployed.StartAsync(
            null,
            new Dictionary<string, string> { ["a.js"] = Text },
            guard: static files => files.RequireAuthorization(),
            services: static builder =>
            {
                builder.Services.AddAuthentication("none").AddCookie("none");
                builder.Services.AddAuthorization();
            },
            use: static app => app.UsePerennial().UseAuthentication().UseAuthorization().UseAntiforgery(),
            isClosed: true);
        Damages["cut off"](Path.Join(site.Root.Folder, "a.js"));

        using var response = await site.Site.GetAsync(site.Root["a.js"]);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private static Task<Deployed> StartAsync(bool archive, Action<WebApplicationBuilder>? services = null) => Deployed.StartAsync(
        null,
        new Dictionary<string, string> { ["a.js"] = Text, ["plain.js"] = Text },
        options: options => options.Deployment.AssetArchive.Enabled = archive,
        services: services);
}
