namespace Nursery;

/// <summary>A background worker that leaves a mark when it is only made.</summary>
internal sealed class Worker : BackgroundService
{
    private readonly bool _isStubborn;

    public Worker(IConfiguration configuration)
    {
        _isStubborn = configuration["Worker"] is "stubborn";
        if (configuration["WorkerMark"] is { } mark)
        {
            File.WriteAllText(mark, "constructed");
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken) =>
        _isStubborn ? new TaskCompletionSource().Task : base.StopAsync(cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
