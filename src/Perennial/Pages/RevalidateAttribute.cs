namespace Perennial.Pages;

/// <summary>
/// The page is kept and regrows: after <see cref="Seconds"/> the next visit still gets the old page, and a new one is
/// rendered behind it. Nothing is rendered without a visit.
/// </summary>
/// <param name="seconds">Seconds for which the page is fresh, 1 or more.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class RevalidateAttribute(int seconds) : KeptPageAttribute
{
    /// <summary>Seconds for which the page is fresh.</summary>
    public int Seconds { get; } = seconds;
}
