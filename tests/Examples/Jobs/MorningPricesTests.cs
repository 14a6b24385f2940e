using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Perennial.Examples.Jobs;

public sealed class MorningPricesTests
{
    [Fact]
    public async Task The_page_is_old_until_six_and_new_after_it()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-");
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Cache.Directory = Path.Join(folder.FullName, "cache");
            options.Deployment.AssetArchive.Directory = Path.Join(folder.FullName, "assets");
        });
        builder.Services.AddHostedService<MorningPrices>();
        await using (var app = builder.Build())
        {
            var made = 0;
            app.UsePerennial();
            app.MapGet("/prices", () => Results.Text($"{++made}")).Prerender(tags: ["prices"]);
            await app.StartAsync(TestContext.Current.CancellationToken);
            using var visitor = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

            Assert.Equal("1", await VisitAsync(visitor));
            Assert.Equal("1", await VisitAsync(visitor));
            time.Advance(TimeSpan.FromDays(1));

            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (await VisitAsync(visitor) is "1")
            {
                Assert.False(limit.IsCancellationRequested, "The page stayed as it was.");

                // The worker may not have begun to wait yet when the clock was moved.
                time.Advance(TimeSpan.FromHours(1));
            }
        }

        folder.Delete(recursive: true);
    }

    private static Task<string> VisitAsync(HttpClient visitor) =>
        visitor.GetStringAsync(new Uri("/prices", UriKind.Relative), TestContext.Current.CancellationToken);
}
