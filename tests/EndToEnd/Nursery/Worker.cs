namespace Nursery;

/// <summary>A background worker that leaves a mark when it is only made.</summary>
internal sealed class Worker : BackgroundService
{
    private readonly bool _isStubborn;
    private readonly bool _isSlow;

    public Worker(IConfiguration configuration)
    {
        _isStubborn = configuration["Worker"] is "stubborn";
        _isSlow = configuration["Worker"] is "slow";
        if (configuration["WorkerMark"] is { } mark)
        {
            File.WriteAllText(mark, "constructed");
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isSlow)
        {
            Console.WriteLine("worker is starting");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken) =>
        _isStubborn ? new TaskCompletionSource().Task : base.StopAsync(cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
