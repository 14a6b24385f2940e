using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perennial.Examples.Jobs;

#pragma warning disable CA1848, CA1873 // An example's log.

/// <summary>What another app would give to cron: prices come at six in the morning.</summary>
public sealed class MorningPrices(IRevalidator revalidator, TimeProvider time, ILogger<MorningPrices> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var now = time.GetLocalNow().DateTime;
            var six = now.Date.AddHours(6);
            await Task.Delay((six > now ? six : six.AddDays(1)) - now, time, stoppingToken);
            try
            {
                await revalidator.RevalidateAsync("prices", stoppingToken);
            }
            catch (PerennialException error)
            {
                // What leaves this method ends the app.
                logger.LogError(error, "The prices are still those of yesterday.");
            }
        }
    }
}
