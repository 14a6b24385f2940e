using System.Globalization;

namespace Perennial.Caching.Guard;

/// <summary>
/// Keys under which a store may still hold an entry older than what was last written: their last write failed. Reads of
/// them are misses until a later write succeeds; otherwise a page would go back to an older version.
/// </summary>
/// <remarks>
/// <para>
/// Writes are numbered. An outcome counts unless a later write of the same key has one already, so that a late success of
/// an abandoned write does not cover a failure after it.
/// </para>
/// <para>
/// At most <see cref="Limit"/> keys are remembered. One more and it is no longer known which keys are bad: from then on no
/// key is trusted but those written successfully since, of which <see cref="RestoredLimit"/> are remembered. So the store
/// comes back page by page, as pages are rendered and written; it is never asked for a key it might hold an old entry of.
/// </para>
/// </remarks>
internal sealed class UnconfirmedWrites
{
    public const int Limit = 10_000;

    /// <summary>About 6 MB when full.</summary>
    public const int RestoredLimit = 100_000;

    private readonly Lock _lock = new();

    // Number of the last write with an outcome: positive when it succeeded, negative when it failed. Until the limit is
    // reached only failures are in here; 128 bits of the key's SHA-256 stand for the key.
    private readonly Dictionary<UInt128, long> _outcomes = [];
    private volatile bool _any;
    private bool _all;

    public bool HasOverflowed
    {
        get
        {
            lock (_lock)
            {
                return _all;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _outcomes.Count;
            }
        }
    }

    public bool Contains(EntryKey key)
    {
        if (!_any)
        {
            return false;
        }

        var id = IdOf(key);
        lock (_lock)
        {
            return _outcomes.TryGetValue(id, out var outcome) ? outcome < 0 : _all;
        }
    }

    public bool Failed(EntryKey key, long number)
    {
        var id = IdOf(key);
        lock (_lock)
        {
            _any = true;
            if (_outcomes.TryGetValue(id, out var outcome))
            {
                _outcomes[id] = Math.Abs(outcome) > number ? outcome : -number;
                return false;
            }

            if (_outcomes.Count < (_all ? RestoredLimit : Limit))
            {
                _outcomes.Add(id, -number);
                return false;
            }

            return !_all && (_all = true);
        }
    }

    public void Succeeded(EntryKey key, long number)
    {
        if (!_any)
        {
            return;
        }

        var id = IdOf(key);
        lock (_lock)
        {
            var known = _outcomes.TryGetValue(id, out var outcome);
            if (known && Math.Abs(outcome) > number)
            {
                return;
            }

            if (!_all)
            {
                _outcomes.Remove(id);
                _any = _outcomes.Count > 0;
            }
            else if (known || _outcomes.Count < RestoredLimit)
            {
                _outcomes[id] = number;
            }
        }
    }

    private static UInt128 IdOf(EntryKey key) =>
        UInt128.Parse(key.Hash.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
