namespace Perennial.Caching;

/// <summary>What a guard did since the process began.</summary>
internal sealed class GuardCounters
{
    private long _reads;
    private long _readFaults;
    private long _readsSkipped;
    private long _readsDistrusted;
    private long _writes;
    private long _writeFaults;
    private long _writesSkipped;

    /// <summary>Reads that the store was asked for.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>Reads that threw or took too long.</summary>
    public long ReadFaults => Interlocked.Read(ref _readFaults);

    /// <summary>Reads that the store was not asked for: it had failed too often, or too many were running.</summary>
    public long ReadsSkipped => Interlocked.Read(ref _readsSkipped);

    /// <summary>Reads that were not made or not believed, because the store may hold an older entry.</summary>
    public long ReadsDistrusted => Interlocked.Read(ref _readsDistrusted);

    /// <summary>Writes and removals that the store was asked for.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>Writes and removals that threw or took too long.</summary>
    public long WriteFaults => Interlocked.Read(ref _writeFaults);

    /// <summary>Writes and removals that the store was not asked for.</summary>
    public long WritesSkipped => Interlocked.Read(ref _writesSkipped);

    public void Read() => Interlocked.Increment(ref _reads);

    public void ReadFault() => Interlocked.Increment(ref _readFaults);

    public void ReadSkipped() => Interlocked.Increment(ref _readsSkipped);

    public void ReadDistrusted() => Interlocked.Increment(ref _readsDistrusted);

    public void Write() => Interlocked.Increment(ref _writes);

    public void WriteFault() => Interlocked.Increment(ref _writeFaults);

    public void WriteSkipped() => Interlocked.Increment(ref _writesSkipped);
}
