namespace Perennial.Rules.Forwarding;

/// <summary>One request to another server, as its connection sees it.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServerStream? _connection;

    /// <summary>The method that is written in place of the one that HttpClient was told, and as long; null for that one.</summary>
    public string? Method { get; set; }

    /// <summary>Whether the connection had served other requests: it may have been dead before this one.</summary>
    public bool IsReused { get; private set; }

    /// <summary>Whether anything of an answer came.</summary>
    public bool HasBytes { get; set; }

    /// <summary>Whether a visitor's body is under way.</summary>
    public bool IsSending { get; set; }

    /// <summary>Whether the answer's head is still to come; until then no byte of it may be lost.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Why the visitor's body could not be read: his fault, not the other server's.</summary>
    public Exception? BodyFailure { get; set; }

    /// <summary>Ends when the other server has answered, and does not want the rest of the body.</summary>
    public Task Refused => _refused.Task;

    public bool IsRefused => _refused.Task.IsCompleted;

    /// <summary>The connection that answered early; it belongs to this exchange now.</summary>
    public ServerStream Connection => _connection!;

    /// <summary>Called by the connection that the request is written to.</summary>
    /// <returns>Whether this is its first byte there.</returns>
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
