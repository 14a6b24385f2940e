using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.After;
using Perennial.Client;
using Perennial.Pages;
using Perennial.Prerendering;

namespace Perennial;

internal static class BuildVerb
{
    public static async Task RunAsync(WebApplication app, TextWriter output, bool isTerminal)
    {
        using var stop = new CancellationTokenSource();
        var requests = new StopRequests(TimeProvider.System);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        var services = app.Services;
        services.GetRequiredService<Invocation>().HasBegun = true;
        services.GetRequiredService<VariableCheck>().Run();
        await services.GetRequiredService<CacheOpener>().OpenAsync(stop.Token);
        var host = await services.GetRequiredService<WebHostOnly>().StartAsync(services, stop.Token);
        try
        {
            var progress = new BuildProgress(output, isTerminal, TimeProvider.System);
            var report = await services.GetRequiredService<SiteBuild>().RunAsync(progress.Show, stop.Token);
            await services.GetRequiredService<AfterQueue>().DrainAsync(stop.Token);
            progress.End(report);
            foreach (var line in RouteTable.Lines(report with { DroppedHeaders = services.GetRequiredService<DroppedHeaders>().All }))
            {
                output.WriteLine(line);
            }
        }
        catch (OperationCanceledException error) when (stop.IsCancellationRequested)
        {
            throw new PerennialException("PER3015", "The build was interrupted. What was built before is unchanged.", error);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }

        void Stop(PosixSignalContext signal)
        {
            // Another request finds nobody who keeps it from ending the process.
            signal.Cancel = requests.Note() is not StopRequest.Another;
            stop.Cancel();
        }
    }
}
