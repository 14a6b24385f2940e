using System.Diagnostics.CodeAnalysis;

namespace Perennial.Imaging.Workers;

[SuppressMessage("Design", "CA1032", Justification = "It is thrown in one place.")]
internal sealed class SourceChangedException : Exception;
