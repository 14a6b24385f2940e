using System.Diagnostics.CodeAnalysis;

namespace Perennial.Testing.Conformance;

/// <summary>An implementation does not keep a promise of its interface. The message says which one, and what it did instead.</summary>
[SuppressMessage("Design", "CA1032", Justification = "A broken promise without words helps nobody.")]
public sealed class ConformanceException : Exception
{
    /// <summary>A broken promise.</summary>
    public ConformanceException(string message)
        : base(message)
    {
    }

    internal static void Require(bool kept, string promise)
    {
        if (!kept)
        {
            throw new ConformanceException(promise);
        }
    }
}
