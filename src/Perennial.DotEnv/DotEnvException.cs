using System.Diagnostics.CodeAnalysis;

namespace Perennial;

/// <summary>
/// Something about a <c>.env</c> file that its author can mend. The message names the file, and the line where there is one;
/// <see cref="Code"/> is listed in <c>docs/errors.md</c>. Nothing was loaded.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "An error without a code helps nobody.")]
public sealed class DotEnvException : Exception
{
    /// <summary>An error with its code, and its cause if there is one.</summary>
    public DotEnvException(string code, string message, Exception? innerException = null)
        : base($"{code}: {message}", innerException) => Code = code;

    /// <summary>The error's code, for example <c>PER1043</c>.</summary>
    public string Code { get; }
}
