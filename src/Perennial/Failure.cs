using Microsoft.Extensions.Options;

namespace Perennial;

/// <summary>Tells an operator what is wrong: one line for each error, no stack trace where the message says it all.</summary>
internal static class Failure
{
    /// <summary>Of code of the app's own that failed in its start: where it did is what its author wants to know.</summary>
    private const string InstrumentationFailed = "PER1290";

    private const int CodeLength = 7;

    public static IReadOnlyList<string> Lines(Exception error, bool isLogged = false) => error switch
    {
        AggregateException { InnerExceptions.Count: > 0 } all => [.. all.InnerExceptions.SelectMany(inner => Lines(inner, isLogged))],
        OptionsValidationException options => [.. options.Failures.Select(static failure => OneLine(WithColon(failure)))],
        PerennialException or DotEnvException => [OneLine(error.Message)],
        _ when Listening.ProblemOf(error) is { } problem => [OneLine(problem)],
        _ => [isLogged ? error.Message : error.ToString()],
    };

    /// <summary>Whether the lines are all that is to be said, so that nobody need log the error with its stack trace.</summary>
    public static bool SaysAll(Exception error) => error switch
    {
        AggregateException { InnerExceptions.Count: > 0 } all => all.InnerExceptions.All(SaysAll),
        OptionsValidationException or PerennialException or DotEnvException => true,
        _ => Listening.ProblemOf(error) is not null,
    };

    /// <summary>The same, for the log of the host.</summary>
    public static bool SaysAllOfAStart(Exception error) => SaysAll(error) && error is not PerennialException { Code: InstrumentationFailed };

    /// <param name="error">What ended the program.</param>
    /// <param name="writer">The error stream.</param>
    /// <param name="isLogged">Whether the log has the stack trace already.</param>
    public static void Write(Exception error, TextWriter writer, bool isLogged)
    {
        foreach (var line in Lines(error, isLogged))
        {
            writer.WriteLine("error " + line);
        }
    }

    // Validators begin with the code and a name; every other error of ours has a colon between them.
    private static string WithColon(string failure) =>
        failure.Length > CodeLength && failure.StartsWith("PER", StringComparison.Ordinal) && failure[CodeLength] is ' '
            && !failure.AsSpan("PER".Length, CodeLength - "PER".Length).ContainsAnyExceptInRange('0', '9')
                ? failure.Insert(CodeLength, ":")
                : failure;

    private static string OneLine(string message) => string.Join(' ', message.Split(["\r", "\n"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
