using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Perennial.OpenTelemetry;

namespace Site.Shell;

internal static class Monitoring
{
    /// <summary>
    /// Sends metrics and spans to the collector that the operator names by OpenTelemetry's own variable
    /// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, http/protobuf); without it nothing is collected.
    /// </summary>
    public static void AddMonitoring(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } collector)
        {
            builder.Services.AddOpenTelemetry()
                .ConfigureResource(static resource => resource.AddService("the-perennial"))
                .AddPerennialInstrumentation()
                .WithTracing(static tracing => tracing.AddSource("Microsoft.AspNetCore"))
                .WithMetrics(static metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting"))
                .UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, new Uri(collector));
        }
    }
}
