using Microsoft.Extensions.Options;

namespace Perennial;

internal static class ErrorReport
{
    private const string InstrumentationFailed = "PER1290";

    private const int CodeLength = 7;

    public static IReadOnlyList<string> Lines(Exception error, bool isLogged = false) => error switch
    {
        AggregateException { InnerExceptions.Count: > 0 } all => [.. all.InnerExceptions.SelectMany(inner => Lines(inner, isLogged))],
        OptionsValidationException options => [.. options.Failures.Select(static failure => OneLine(WithColon(failure)))],
        PerennialException or DotEnvException => [OneLine(error.Message)],
        _ when DefaultUrls.ProblemOf(error) is { } problem => [OneLine(problem)],
        _ => [isLogged ? error.Message : error.ToString()],
    };

    /// <summary>Whether the lines are all that is to be said, so that nobody need log the error with its stack trace.</summary>
    public static bool IsSelfExplanatory(Exception error) => error switch
    {
        AggregateException { InnerExceptions.Count: > 0 } all => all.InnerExceptions.All(IsSelfExplanatory),
        OptionsValidationException or PerennialException or DotEnvException => true,
        _ => DefaultUrls.ProblemOf(error) is not null,
    };

    public static bool IsSelfExplanatoryAtStart(Exception error) => IsSelfExplanatory(error) && error is not PerennialException { Code: InstrumentationFailed };

    /// <summary>What the process tells by itself, so that nothing else need log it; in a test's or a tool's process that is nothing.</summary>
    public static Func<Exception, bool> ToldBy(string application) =>
        UnhandledErrorReporter.IsAppProcess(application) ? IsSelfExplanatoryAtStart : static _ => false;

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
