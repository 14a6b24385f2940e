namespace Perennial.Caching.Ledger;

/// <summary>Which number a request got, for the last of them: a retry comes within seconds, not after a thousand others.</summary>
internal sealed class RecentRequests
{
    private const int Limit = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, long> _numbers = [];
    private readonly Queue<Guid> _order = [];

    public void Remember(Guid id, long number)
    {
        if (id == Guid.Empty)
        {
            return;
        }

        lock (_lock)
        {
            if (!_numbers.TryAdd(id, number))
            {
                return;
            }

            _order.Enqueue(id);
            if (_order.Count > Limit)
            {
                _numbers.Remove(_order.Dequeue());
            }
        }
    }

    public long? NumberOf(Guid id)
    {
        lock (_lock)
        {
            return _numbers.TryGetValue(id, out var number) ? number : null;
        }
    }
}
