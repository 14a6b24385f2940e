using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching.Ledger;

/// <summary>How a server follows a ledger that others write to.</summary>
[Experimental("PERNL001")]
public sealed record SharedLedgerOptions
{
    /// <summary>How often the log is read where no bell rang: what losing every notification costs.</summary>
    /// <value>2 seconds</value>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an invalidation is tried before it is answered with an error.</summary>
    /// <value>5 seconds</value>
    public TimeSpan StampTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one call of the log may take: a server that hangs is one that cannot be reached.</summary>
    /// <value>2 seconds</value>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Tags that are remembered one by one.</summary>
    /// <value>100 000</value>
    public int TagLimit { get; init; } = 100_000;

    /// <summary>Whether it goes on reading; a build reads once.</summary>
    public bool Follows { get; init; } = true;

    /// <summary>
    /// How long what is known is believed after the moment it was read: two polls may fail. Then everything kept is shown as
    /// stale, until the log can be read again.
    /// </summary>
    internal TimeSpan TrustTime => (2 * PollInterval) + TimeSpan.FromSeconds(1);
}
