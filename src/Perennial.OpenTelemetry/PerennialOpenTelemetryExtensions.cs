using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Perennial.OpenTelemetry;

/// <summary>Lets OpenTelemetry listen to Perennial.</summary>
public static class PerennialOpenTelemetryExtensions
{
    // The framework knows no package, so the names are the contract; the example with a collector proves them.
    private const string Name = "Perennial";

    /// <summary>Perennial's metrics and spans, wherever the builder exports them to.</summary>
    public static TBuilder AddPerennialInstrumentation<TBuilder>(this TBuilder builder)
        where TBuilder : IOpenTelemetryBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.ConfigureOpenTelemetryTracerProvider(static tracing => tracing.AddPerennialInstrumentation());
        builder.Services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddPerennialInstrumentation());
        return builder;
    }

    /// <summary>Perennial's spans alone: the activity source <c>Perennial</c>.</summary>
    public static TracerProviderBuilder AddPerennialInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(Name);
    }

    /// <summary>Perennial's metrics alone: the meter <c>Perennial</c>.</summary>
    public static MeterProviderBuilder AddPerennialInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(Name);
    }
}
