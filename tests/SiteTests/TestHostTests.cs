using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;

namespace Perennial.SiteTests;

/// <summary>Under a test host nothing of one run, or of one machine, flows into another.</summary>
public sealed partial class TestHostTests
{
    private const string CacheDirectory = "Perennial:Cache:Directory";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_finds_nothing_of_the_last_one(bool atTheSameTime)
    {
        await using var last = new Guest();
        await last.StatusAsync("/about");
        Assert.StartsWith("Perennial; hit", await last.StatusAsync("/about"), StringComparison.Ordinal);
        if (!atTheSameTime)
        {
            await last.DisposeAsync();
        }

        await using var next = new Guest();

        Assert.DoesNotContain("hit", await next.StatusAsync("/about"), StringComparison.Ordinal);
        Assert.StartsWith("Perennial; hit", await next.StatusAsync("/about"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_acknowledged_in_one_run_is_unknown_in_the_next()
    {
        await using var guest = new Guest();

        var receipt = await guest.Services.GetRequiredService<IRevalidator>().ExpireAsync(CacheTag.All, TestContext.Current.CancellationToken);

        Assert.False(receipt.IsDurable);
        Assert.False(Directory.Exists(Path.Join(AppContext.BaseDirectory, ".perennial")));
    }

    [Fact]
    public async Task A_folder_of_appsettings_is_for_where_the_app_is_deployed()
    {
        using var folder = new Folder();
        var settings = folder.Write("appsettings.json", $$"""{ "Perennial": { "Cache": { "Directory": "{{folder.At("cache")}}" }, "Deployment": { "AssetArchive": { "Directory": "{{folder.At("assets")}}" } } } }""");
        await using var guest = new Guest(builder => builder.ConfigureAppConfiguration((_, configuration) => configuration.AddJsonFile(settings)));

        await guest.StatusAsync("/about");

        Assert.False(Directory.Exists(folder.At("cache")));
        Assert.False(Directory.Exists(folder.At("assets")));
    }

    [Theory]
    [InlineData("a setting")]
    [InlineData("configuration in memory")]
    [InlineData("code")]
    public async Task A_folder_that_a_test_names_is_used(string by)
    {
        using var folder = new Folder();
        await using (var guest = new Guest(builder => _ = by switch
        {
            "a setting" => builder.UseSetting(CacheDirectory, folder.At("cache")),
            "code" => builder.ConfigureTestServices(services => services.Configure<PerennialOptions>(options => options.Cache.Directory = folder.At("cache"))),
            _ => builder.ConfigureAppConfiguration((_, configuration) => configuration.AddInMemoryCollection([new(CacheDirectory, folder.At("cache"))])),
        }))
        {
            var receipt = await guest.Services.GetRequiredService<IRevalidator>().ExpireAsync(CacheTag.All, TestContext.Current.CancellationToken);

            Assert.True(receipt.IsDurable);
            Assert.True(Directory.Exists(folder.At("cache")));
        }
    }

    [Fact]
    public async Task The_files_of_the_site_are_found_as_where_it_is_compiled()
    {
        await using var guest = new Guest();
        using var client = guest.CreateClient();
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var links = Links().Matches(page).Select(static match => match.Groups["link"].Value).Distinct().ToList();

        Assert.NotEmpty(links);
        foreach (var (link, coding) in links.SelectMany(static link => new[] { (link, "identity"), (link, "gzip") }))
        {
            // The plain file lies beside the source; what the compiler made of it, as browsers ask for it, lies elsewhere.
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/" + link.TrimStart('/'), UriKind.Relative));
            request.Headers.AcceptEncoding.ParseAdd(coding);
            using var file = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(file.IsSuccessStatusCode, $"{link} {coding}");
            Assert.NotEmpty(await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(coding is "gzip" ? ["gzip"] : [], file.Content.Headers.ContentEncoding);
        }
    }

    [Theory]
    [InlineData(null, null, "test")]
    [InlineData("Development", null, "test")]
    [InlineData("Production", null, "test")]
    [InlineData("Testing", null, "test")]
    [InlineData("Staging", null, "staging.local")]
    [InlineData("Production", "Development", "development.local")]
    public async Task The_files_of_variables_are_those_of_tests_unless_another_mode_is_named(string? environment, string? mode, string expected)
    {
        using var folder = new Folder();
        var name = "TESTHOST_" + Guid.NewGuid().ToString("N");
        foreach (var file in new[] { "", ".local", ".test", ".development", ".development.local", ".production", ".production.local", ".staging.local" })
        {
            folder.Write(".env" + file, $"{name}={file.TrimStart('.')}");
        }

        await using var guest = new Guest(
            builder =>
            {
                builder.UseContentRoot(folder.Path);
                if (mode is not null)
                {
                    builder.UseSetting("DotEnvMode", mode);
                }
            },
            environment);

        Assert.Equal(expected, guest.Services.GetRequiredService<IConfiguration>()[name]);
    }

    [GeneratedRegex("(?:href|src)=\"(?<link>[^\":]+\\.(?:css|js))\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Links();

    private sealed class Guest(Action<IWebHostBuilder>? configure = null, string? environment = "Production") : WebApplicationFactory<Program>
    {
        private readonly Folder _folder = new();

        public async Task<string> StatusAsync(string path)
        {
            using var client = CreateClient();
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return response.Headers.TryGetValues("Cache-Status", out var values) ? string.Join(", ", values) : "";
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _folder.Dispose();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            if (environment is not null)
            {
                builder.UseEnvironment(environment);
            }

            builder.UseSetting("Perennial:SiteUrl", "https://site.test");
            builder.UseSetting("Site:Database", _folder.At("site.db"));
            builder.UseSetting("Logging:LogLevel:Default", "None");
            configure?.Invoke(builder);
        }
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("perennial-guest-").FullName;

        public string At(string name) => System.IO.Path.Join(Path, name);

        public string Write(string name, string text)
        {
            File.WriteAllText(At(name), text);
            return At(name);
        }

        // The program that a factory runs may still be closing its database.
        public void Dispose()
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException)
            {
            }
        }
    }
}
