namespace Nursery;

/// <summary>A background worker that leaves a mark when it is only made.</summary>
internal sealed class Worker : BackgroundService
{
    public Worker(IConfiguration configuration)
    {
        if (configuration["WorkerMark"] is { } mark)
        {
            File.WriteAllText(mark, "constructed");
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
