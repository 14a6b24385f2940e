namespace Perennial.Rules.Forwarding;

internal sealed class Exchange : IAsyncDisposable
{
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServerStream? _connection;

    /// <summary>The method that is written in place of the one that HttpClient was told, and as long; null for that one.</summary>
    public string? Method { get; set; }

    // A reused connection may have been closed by the server before this request.
    public bool IsReused { get; private set; }
    public bool HasBytes { get; set; }
    public bool IsSending { get; set; }

    /// <summary>Whether the answer's head is still to come; until then no byte of it may be lost.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Why the visitor's body could not be read: his fault, not the other server's.</summary>
    public Exception? BodyFailure { get; set; }

    public Task Refused => _refused.Task;

    public bool IsRefused => _refused.Task.IsCompleted;

    /// <summary>The connection that answered early; it belongs to this exchange now.</summary>
    public ServerStream Connection => _connection!;

    public bool Begin(ServerStream connection, bool isReused)
    {
        if (ReferenceEquals(_connection, connection))
        {
            return false;
        }

        (_connection, IsReused, HasBytes) = (connection, isReused, false);
        return true;
    }

    public void Refuse()
    {
        _connection!.HandOver();
        _refused.TrySetResult();
    }

    public void End() => IsOpen = false;

    public ValueTask DisposeAsync() => IsRefused ? Connection.CloseAsync() : ValueTask.CompletedTask;
}
