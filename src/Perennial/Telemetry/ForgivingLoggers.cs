using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.Telemetry;

/// <summary>
/// The app's loggers, of which those for our own categories never throw. Microsoft's pass on what a provider throws (a full
/// disk, a log that was disposed of before the last request), and a line is not worth a visitor's page, a start or a
/// shutdown. Whatever the app logs itself fails as it did.
/// </summary>
internal sealed class ForgivingLoggers(ILoggerFactory inner) : ILoggerFactory
{
    private const string OurCategories = nameof(Perennial) + ".";

    /// <summary>Stands in front of the factory that is registered now. An app that replaces it later has taken its own.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddLogging();
        var registered = services.Last(static service => service.ServiceType == typeof(ILoggerFactory) && !service.IsKeyedService);
        services.Remove(registered);
        var key = new object();
        services.Add(registered switch
        {
            { ImplementationInstance: { } instance } => new(typeof(ILoggerFactory), key, instance),
            { ImplementationFactory: { } make } => new(typeof(ILoggerFactory), key, (provider, _) => make(provider), registered.Lifetime),
            _ => new(typeof(ILoggerFactory), key, registered.ImplementationType!, registered.Lifetime),
        });
        services.AddSingleton<ILoggerFactory>(provider => new ForgivingLoggers(provider.GetRequiredKeyedService<ILoggerFactory>(key)));
    }

    public ILogger CreateLogger(string categoryName) =>
        inner.CreateLogger(categoryName) is var logger && categoryName.StartsWith(OurCategories, StringComparison.Ordinal) ? new Forgiving(logger) : logger;

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <summary>The container, which made the factory behind this one, ends that one.</summary>
    public void Dispose()
    {
    }

#pragma warning disable CA1031 // A provider's exception, whatever it is: there is no log to put it in.
    private sealed class Forgiving(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            try
            {
                return logger.BeginScope(state);
            }
            catch (Exception)
            {
                return null;
            }
        }

        public bool IsEnabled(LogLevel logLevel)
        {
            try
            {
                return logger.IsEnabled(logLevel);
            }
            catch (Exception)
            {
                return false;
            }
        }

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
            catch (Exception)
            {
                // The providers that work have got it: Microsoft's factory asks all of them before it throws.
            }
        }
    }
#pragma warning restore CA1031
}
