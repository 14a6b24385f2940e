using Microsoft.Extensions.Options;

namespace Perennial;

/// <summary>Tells an operator what is wrong: one line for each error, no stack trace where the message says it all.</summary>
internal static class Failure
{
    public static IReadOnlyList<string> Lines(Exception error) => error switch
    {
        AggregateException { InnerExceptions.Count: > 0 } all => [.. all.InnerExceptions.SelectMany(Lines)],
        OptionsValidationException options => [.. options.Failures],
        PerennialException => [error.Message],
        _ => [error.ToString()],
    };

    public static void Write(Exception error, TextWriter writer)
    {
        foreach (var line in Lines(error))
        {
            writer.WriteLine("error " + line);
        }
    }
}
