using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Perennial.OpenTelemetry;

namespace Perennial.Examples.Instrumentation;

internal static class Monitoring
{
    public static void AddMonitoring(this WebApplicationBuilder builder) => builder.Services.AddOpenTelemetry()
        .ConfigureResource(static resource => resource.AddService("next-app"))
        .AddPerennialInstrumentation()
        // The app logs, so a request has a span; if nobody listens to it, it is not sampled, and nothing below it is.
        .WithTracing(static tracing => tracing.AddSource("Microsoft.AspNetCore"))
        .UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, new Uri(builder.Configuration["Collector"]!));
}
