using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.Telemetry;

/// <summary>
/// The app's loggers, of which those for our own categories never throw. Microsoft's pass on what a provider throws (a full
/// disk, a log that was disposed of before the last request), and a line is not worth a visitor's page, a start or a
/// shutdown. Whatever the app logs itself fails as it did. And of a start that fails for a reason that is told in a line of
/// its own, the framework's three stack traces are left out.
/// </summary>
internal sealed class NonThrowingLoggers(ILoggerFactory inner, Func<Exception, bool> isTold) : ILoggerFactory
{
    private const string OurCategories = nameof(Perennial) + ".";

    private static readonly Dictionary<string, int> StartFailed = new(StringComparer.Ordinal)
    {
        ["Microsoft.Extensions.Hosting.Internal.Host"] = 11,
        ["Microsoft.AspNetCore.Hosting.Diagnostics"] = 6,
        ["Microsoft.AspNetCore.Server.Kestrel"] = 0,
    };

    // An app that replaces the factory later has chosen its own.
    public static void Add(IServiceCollection services, Func<Exception, bool> isTold)
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
        services.AddSingleton<ILoggerFactory>(provider => new NonThrowingLoggers(provider.GetRequiredKeyedService<ILoggerFactory>(key), isTold));
    }

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith(OurCategories, StringComparison.Ordinal) ? new NonThrowingLogger(logger)
            : StartFailed.TryGetValue(categoryName, out var failed) ? new StartupLogger(logger, failed, isTold)
            : logger;
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
    }

    private sealed class StartupLogger(ILogger logger, int failed, Func<Exception, bool> isTold) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is null || eventId.Id != failed || logLevel < LogLevel.Error || !isTold(exception))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }

#pragma warning disable CA1031 // A provider's exception, whatever it is: there is no log to put it in.
    private sealed class NonThrowingLogger(ILogger logger) : ILogger
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
