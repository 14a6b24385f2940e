using System.Diagnostics.CodeAnalysis;

namespace Perennial.Imaging;

[SuppressMessage("Design", "CA1032", Justification = "It is thrown in one place.")]
internal sealed class TooManyPixelsException(string message) : Exception(message);
