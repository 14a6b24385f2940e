using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Perennial.Tests.Caching;

internal sealed class CollectingLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(int Id, string Text)> _lines = [];

    public IEnumerable<int> Events => _lines.Select(line => line.Id);

    public IEnumerable<string> Texts => _lines.Select(line => line.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, formatter(state, exception)));
}
