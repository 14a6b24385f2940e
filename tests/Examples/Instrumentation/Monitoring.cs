using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using Perennial.OpenTelemetry;
using Perennial.Telemetry;

namespace Perennial.Examples.Instrumentation;

internal sealed class Monitoring(IConfiguration configuration) : IInstrumentation, IDisposable
{
    private OpenTelemetrySdk? _openTelemetry;

    public Task RegisterAsync(CancellationToken cancellationToken)
    {
        var collector = new Uri(configuration["Collector"]!);
        _openTelemetry = OpenTelemetrySdk.Create(builder => builder
            .ConfigureResource(static resource => resource.AddService("next-app"))
            .AddPerennialInstrumentation()
            .UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, collector));
        return Task.CompletedTask;
    }

    public void Dispose() => _openTelemetry?.Dispose();
}
