namespace Perennial.Caching.Guard;

/// <summary>Numbers the writes of a store, and tells a read whether one began meanwhile: what it found is doubtful then.</summary>
internal sealed class WriteNumbers
{
    // What some keys share: a stranger's write costs a second look.
    private readonly long[] _stripes = new long[1024];
    private long _last;

    public long Next() => Interlocked.Increment(ref _last);

    /// <summary>Makes reads of the key that have begun doubt what they find.</summary>
    public void Touch(EntryKey key, long number) => Volatile.Write(ref StripeOf(key), number);

    public long StampOf(EntryKey key) => Volatile.Read(ref StripeOf(key));

    private ref long StripeOf(EntryKey key) => ref _stripes[key.GetHashCode() & (_stripes.Length - 1)];
}
