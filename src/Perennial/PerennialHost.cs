using Microsoft.Extensions.Hosting;
using Perennial.Telemetry;

namespace Perennial;

internal sealed class PerennialHost(HostStarting starting, HostStarted started, HostStopping stopping, RequestErrors errors)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await starting.RunAsync(cancellationToken);
        stopping.Prepare();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => started.RunAsync(cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => stopping.RunAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => errors.DrainAsync(cancellationToken);
}
