namespace Perennial.Caching;

/// <summary>Where entries are kept, and how much of them. Every limit is hard: what does not fit is forgotten, oldest use first.</summary>
public sealed class CacheOptions
{
    /// <summary>Bytes that entries may take in this process' memory, bookkeeping included; 0 turns the memory tier off.</summary>
    /// <value>52 428 800 (50 MB)</value>
    public long MemoryLimit { get; set; } = 50L * 1024 * 1024;

    /// <summary>Bytes that entries may take on disk; 0 keeps nothing there.</summary>
    /// <value>1 GiB</value>
    public long DiskLimit { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Files that entries may take on disk.</summary>
    /// <value>100 000</value>
    public int DiskFileLimit { get; set; } = 100_000;

    /// <summary>"Not found" entries that are remembered, in memory only.</summary>
    /// <value>1 000</value>
    public int NotFoundLimit { get; set; } = 1000;

    /// <summary>
    /// The folder for entries and the ledger. A relative path begins at the app's own folder, never at the current directory.
    /// </summary>
    /// <value><c>.perennial/cache</c></value>
    public string Directory { get; set; } = ".perennial/cache";

    /// <summary>Whether the folder is left alone, because a test host runs the app and named none.</summary>
    internal bool IsOnlyInMemory { get; set; }

    /// <summary>How long a read from the store may take; longer is a miss.</summary>
    /// <value>200 ms</value>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a write to the store may take. Writes happen behind the response.</summary>
    /// <value>5 seconds</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Tags that the ledger remembers one by one; beyond that the oldest are forgotten in the safe direction (a floor rises).</summary>
    /// <value>100 000</value>
    public int LedgerTagLimit { get; set; } = 100_000;
}
