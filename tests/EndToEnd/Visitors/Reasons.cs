using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.EndToEnd.Visitors;

/// <summary>What an app says of pages that it does not keep.</summary>
public sealed class Reasons : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ILoggerProvider>(this);
        builder.Logging.AddFilter("Perennial", LogLevel.Debug);
    }

    public ILogger CreateLogger(string categoryName) => new Lines(_lines);

    public void Dispose()
    {
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id is 2005 or 2006 or 2014 or 2015)
            {
                lines.Enqueue(formatter(state, exception));
            }
        }
    }
}
