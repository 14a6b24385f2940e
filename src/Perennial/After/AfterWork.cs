namespace Perennial.After;

internal sealed class AfterWork(Func<IServiceProvider, CancellationToken, Task> run, IWaitUntilFeature? host)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<IServiceProvider, CancellationToken, Task> Run { get; } = run;

    public IWaitUntilFeature? Host { get; } = host;

    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();
}
