namespace Perennial.Rules.Forwarding;

/// <summary>How requests are passed on to another server.</summary>
public sealed class ForwardingOptions
{
    /// <summary>The longest that opening a connection to the other server may take; then the visitor is answered 504.</summary>
    /// <value>5 seconds</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The longest silence: until the other server answers, and then between two parts of either body. Before the answer
    /// has begun the visitor gets 504; after that the connection is cut, since an answer that ended would look whole.
    /// </summary>
    /// <value>60 seconds</value>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest that a WebSocket may be silent in both directions.</summary>
    /// <value>10 minutes</value>
    public TimeSpan WebSocketTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections to one other server at the same time. A request beyond that waits for its turn, as long as <see cref="ResponseTimeout"/>.</summary>
    /// <value>1024</value>
    public int MaxConnections { get; set; } = 1024;
}
