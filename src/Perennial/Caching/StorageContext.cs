using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Perennial.Caching;

/// <summary>For whom a provider opens.</summary>
[Experimental("PERNL001")]
public sealed record StorageContext
{
    /// <summary>What is going to happen.</summary>
    public required StoragePurpose Purpose { get; init; }

    /// <summary>The address of the site as the options have it, by which two sites in one database keep apart; null where they have none.</summary>
    public required string? SiteUrl { get; init; }

    /// <summary>The build that is served. Entries of different builds have different keys, and share one ledger.</summary>
    public required string BuildId { get; init; }

    /// <summary>Limits and time-outs.</summary>
    public required CacheOptions Options { get; init; }

    /// <summary>The app's time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Makes loggers.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
