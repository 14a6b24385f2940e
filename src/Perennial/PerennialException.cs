using System.Diagnostics.CodeAnalysis;

namespace Perennial;

/// <summary>
/// Something that the app or its operator can mend. The message says what is wrong (with the value), where, and what to do;
/// <see cref="Code"/> is listed in <c>docs/errors.md</c>.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "An error without a code helps nobody.")]
public sealed class PerennialException : Exception
{
    /// <summary>An error with its code.</summary>
    public PerennialException(string code, string message)
        : base($"{code}: {message}") => Code = code;

    /// <summary>An error with its code and cause.</summary>
    public PerennialException(string code, string message, Exception innerException)
        : base($"{code}: {message}", innerException) => Code = code;

    /// <summary>The error's code, for example <c>PER2102</c>.</summary>
    public string Code { get; }
}
