namespace Perennial.After;

/// <summary>Work after responses: how much of it at a time, and for how long.</summary>
public sealed class AfterOptions
{
    /// <summary>Pieces of work that run at the same time.</summary>
    /// <value>32</value>
    public int MaxConcurrent { get; set; } = 32;

    /// <summary>Pieces of work that may wait, for their response or for their turn. What comes beyond that is refused and logged.</summary>
    /// <value>1024</value>
    public int MaxQueued { get; set; } = 1024;

    /// <summary>
    /// The longest that one piece of work may take. Then its token is cancelled and its place given to the next one, whether
    /// it obeys or not.
    /// </summary>
    /// <value>60 seconds</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);
}
