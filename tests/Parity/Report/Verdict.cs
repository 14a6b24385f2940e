namespace Perennial.Parity.Report;

/// <summary>How the answers of the two compare.</summary>
internal enum Verdict
{
    /// <summary>Both answer the same.</summary>
    Same,

    /// <summary>Ours is another one, by decision.</summary>
    Better,

    /// <summary>A bug of ours.</summary>
    Different,
}
