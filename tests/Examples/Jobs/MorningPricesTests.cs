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
        var time = new NoonClock();
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

            // A clock that is moved while the page is rendered would be a render that takes too long.
            await time.UntilSixIsWaitedFor.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            time.Advance(NoonClock.UntilSix - TimeSpan.FromSeconds(1));
            Assert.Equal("1", await VisitAsync(visitor));
            time.Advance(TimeSpan.FromSeconds(1));

            await Eventually.ContainsAsync("2", () => VisitAsync(visitor));
        }

        folder.Delete(recursive: true);
    }

    private static Task<string> VisitAsync(HttpClient visitor) =>
        visitor.GetStringAsync(new Uri("/prices", UriKind.Relative), TestContext.Current.CancellationToken);

    private sealed class NoonClock() : FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero))
    {
        public static readonly TimeSpan UntilSix = TimeSpan.FromHours(18);

        private readonly TaskCompletionSource _isWaitedFor = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task UntilSixIsWaitedFor => _isWaitedFor.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == UntilSix)
            {
                _isWaitedFor.TrySetResult();
            }

            return timer;
        }
    }
}
