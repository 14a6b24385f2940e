using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Perennial.EndToEnd.Processes;

namespace Perennial.EndToEnd.Drafts;

/// <summary>Which processes know a preview: those of its build, or those that have the same key.</summary>
public sealed class DraftDeploymentTests
{
    private const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Fact]
    [Trait("Proves", "S-48")]
    public async Task All_processes_of_a_build_know_its_previews_and_those_of_the_next_build_do_not()
    {
        await using var first = AppProcess.Nursery();
        await first.BuildAsync("--BuildId=the-same");
        await using var second = AppProcess.Nursery(sharesBuildWith: first);
        await using var next = AppProcess.Nursery();
        await next.BuildAsync("--BuildId=the-same");
        await Task.WhenAll(
            first.StartAsync("start", "--DraftSecret=s3cret"), second.StartAsync("start", "--DraftSecret=s3cret"), next.StartAsync("start", "--DraftSecret=s3cret"));
        var cookie = await OpenAsync(first);

        Assert.Equal("draft", await TextAsync(first, cookie));
        Assert.Equal("draft", await TextAsync(second, cookie));
        Assert.Equal("published", await TextAsync(next, cookie));

        // A restart is no new build.
        await first.StopAsync();
        await first.StartAsync("start", "--DraftSecret=s3cret");
        Assert.Equal("draft", await TextAsync(first, cookie));
        Assert.Equal("published", await TextAsync(first, "a=b"));
    }

    [Fact]
    public async Task Each_build_has_a_secret_of_its_own_that_is_not_its_id()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync("--BuildId=the-same");
        var one = SecretOf(app);
        await app.BuildAsync("--BuildId=the-same");

        Assert.Equal(32, one.Length);
        Assert.NotEqual(one, SecretOf(app));
    }

    [Fact]
    public async Task A_key_that_the_build_is_given_is_embedded_in_it()
    {
        await using var app = AppProcess.Nursery();

        await app.BuildAsync("--PERENNIAL_ENCRYPTION_KEY=" + Key);

        Assert.Equal(Convert.FromBase64String(Key), SecretOf(app));
    }

    [Fact]
    public async Task With_the_shared_key_an_editor_keeps_the_preview_through_a_rolling_deployment()
    {
        await using var old = AppProcess.Nursery();
        await using var next = AppProcess.Nursery();
        await old.BuildAsync("--Perennial:Drafts:UseEncryptionKey=true");
        await next.BuildAsync("--Perennial:Drafts:UseEncryptionKey=true");
        string[] arguments = ["start", "--DraftSecret=s3cret", "--Perennial:Drafts:UseEncryptionKey=true", "--PERENNIAL_ENCRYPTION_KEY=" + Key];
        await Task.WhenAll(old.StartAsync(arguments), next.StartAsync(arguments));

        Assert.Equal("draft", await TextAsync(next, await OpenAsync(old)));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("MDEyMzQ1Njc4OWFiY2Rl")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYw")]
    [InlineData("not base64 but as long as one!!=")]
    public async Task A_key_that_is_none_stops_the_start_and_is_not_repeated(string key)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSite.StartAsync(
            Editor.MapLinks, builder => builder.Configuration["PERENNIAL_ENCRYPTION_KEY"] = key));

        Assert.StartsWith("PER1200 PERENNIAL_ENCRYPTION_KEY ", Assert.Single(error.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shared_key_must_be_there_where_it_is_to_be_used()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSite.StartAsync(
            Editor.MapLinks, options: static options => options.Drafts.UseEncryptionKey = true));

        Assert.StartsWith("PER1200 Perennial:Drafts:UseEncryptionKey ", Assert.Single(error.Failures), StringComparison.Ordinal);
        await using var development = await TestSite.StartAsync(
            Editor.MapLinks, options: static options => options.Drafts.UseEncryptionKey = true, environment: "Development");
        Assert.StartsWith("__prerender_bypass=", await Editor.OpenAsync(development), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-97")]
    public async Task A_build_or_cache_that_anybody_could_download_stops_the_start()
    {
        var root = Directory.CreateTempSubdirectory("perennial-").FullName;
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSite.StartAsync(
            Editor.MapLinks,
            builder => builder.Environment.WebRootPath = root,
            options: options =>
            {
                options.Deployment.BuildDirectory = root;
                options.Cache.Directory = Path.Join(root, ".perennial", "cache");
                options.Drafts.Lifetime = TimeSpan.Zero;
            }));
        Directory.Delete(root, recursive: true);

        Assert.Equal(["PER1012", "PER1203", "PER1203"], error.Failures.Select(static failure => failure[..7]).Order(StringComparer.Ordinal));
    }

    private static byte[] SecretOf(AppProcess app)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Join(app.BuildFolder, "manifest.json")));
        return manifest.RootElement.GetProperty("encryptionKeys")[0].GetBytesFromBase64();
    }

    private static async Task<string> OpenAsync(AppProcess app)
    {
        using var response = await app.Http.GetAsync(
            new Uri("/api/draft?secret=s3cret&slug=/post", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        return response.Header("Set-Cookie")!.Split(';')[0];
    }

    private static async Task<string> TextAsync(AppProcess app, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/post", UriKind.Relative));
        request.Headers.Add("Cookie", cookie);
        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
