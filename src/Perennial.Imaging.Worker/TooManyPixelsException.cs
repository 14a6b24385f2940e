using System.Diagnostics.CodeAnalysis;

namespace Perennial.Imaging;

/// <summary>The decoder sees a larger picture than the server's own reader of headers did.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is thrown in one place.")]
internal sealed class TooManyPixelsException(string message) : Exception(message);
