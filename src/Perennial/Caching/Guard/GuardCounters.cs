namespace Perennial.Caching.Guard;

internal sealed class GuardCounters
{
    private long _reads;
    private long _readFaults;
    private long _readsSkipped;
    private long _readsUnconfirmed;
    private long _writes;
    private long _writeFaults;
    private long _writesSkipped;

    public long Reads => Interlocked.Read(ref _reads);

    public long ReadFaults => Interlocked.Read(ref _readFaults);

    public long ReadsSkipped => Interlocked.Read(ref _readsSkipped);

    /// <summary>Reads that were not made or not believed, because the store may hold an older entry.</summary>
    public long ReadsUnconfirmed => Interlocked.Read(ref _readsUnconfirmed);

    public long Writes => Interlocked.Read(ref _writes);

    public long WriteFaults => Interlocked.Read(ref _writeFaults);

    public long WritesSkipped => Interlocked.Read(ref _writesSkipped);

    public void Read() => Interlocked.Increment(ref _reads);

    public void ReadFault() => Interlocked.Increment(ref _readFaults);

    public void ReadSkipped() => Interlocked.Increment(ref _readsSkipped);

    public void ReadUnconfirmed() => Interlocked.Increment(ref _readsUnconfirmed);

    public void Write() => Interlocked.Increment(ref _writes);

    public void WriteFault() => Interlocked.Increment(ref _writeFaults);

    public void WriteSkipped() => Interlocked.Increment(ref _writesSkipped);
}
