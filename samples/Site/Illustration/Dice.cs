namespace Site.Illustration;

/// <summary>
/// Chance that falls the same way each time: a picture belongs to its slug, in every process and for ever. (string's own
/// hash differs from process to process.)
/// </summary>
internal sealed class Dice
{
    private uint _state;

    public Dice(string seed)
    {
        _state = 2166136261;
        foreach (var c in seed)
        {
            _state = (_state ^ c) * 16777619;
        }

        _state |= 1;
    }

    public double Between(double low, double high) => low + ((high - low) * Next());

    public int Between(int low, int high) => low + (int)((high - low + 1) * Next());

    /// <summary>Minus one or one.</summary>
    public int Side() => Next() < 0.5 ? -1 : 1;

    private double Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state / 4294967296.0;
    }
}
