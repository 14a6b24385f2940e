using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Perennial.EndToEnd;

/// <summary>What an app says from Warning on.</summary>
public sealed class Warnings : ILoggerProvider
{
    public ConcurrentQueue<string> Messages { get; } = new();

    public void Add(WebApplicationBuilder builder) => builder.Logging.AddProvider(this);

    public ILogger CreateLogger(string categoryName) => new Listener(Messages);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Listener(ConcurrentQueue<string> messages) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                messages.Enqueue($"{eventId.Id} {formatter(state, exception)}");
            }
        }
    }
}
