using Microsoft.Extensions.Options;

namespace Perennial;

/// <summary>Tells an operator what is wrong: one line for each error, no stack trace where the message says it all.</summary>
internal static class Failure
{
    public static IReadOnlyList<string> Lines(Exception error, bool isLogged = false) => error switch
    {
        AggregateException { InnerExceptions.Count: > 0 } all => [.. all.InnerExceptions.SelectMany(inner => Lines(inner, isLogged))],
        OptionsValidationException options => [.. options.Failures],
        PerennialException => [error.Message],
        _ => [isLogged ? error.Message : error.ToString()],
    };

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
}
