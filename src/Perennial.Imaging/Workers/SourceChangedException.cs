using System.Diagnostics.CodeAnalysis;

namespace Perennial.Imaging.Workers;

/// <summary>The source ended before the length that it had announced.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is thrown in one place.")]
internal sealed class SourceChangedException : Exception;
