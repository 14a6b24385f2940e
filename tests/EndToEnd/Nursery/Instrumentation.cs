using Perennial.Telemetry;

namespace Nursery;

/// <summary>Leaves a mark when it is only made, and may fail.</summary>
internal sealed class Instrumentation : IInstrumentation
{
    private readonly string _setting;

    public Instrumentation(IConfiguration configuration)
    {
        _setting = configuration["Instrumentation"]!;
        if (configuration["InstrumentationMark"] is { } mark)
        {
            File.WriteAllText(mark, "constructed");
        }
    }

    public Task RegisterAsync(CancellationToken cancellationToken) =>
        _setting is "fails" ? throw new InvalidOperationException("the collector is gone") : Task.CompletedTask;
}
