using Microsoft.Extensions.Options;

namespace Perennial.Imaging;

internal sealed class ImagingOptionsValidator : IValidateOptions<ImagingOptions>
{
    /// <summary>An encoder of AVIF needs about this much for a small picture.</summary>
    private const long LeastMemory = 64L << 20;

    public ValidateOptionsResult Validate(string? name, ImagingOptions options)
    {
        string[] errors =
        [
            .. Within("MaxWorkers", options.MaxWorkers, 1, 256),
            .. Within("QueueLength", options.QueueLength, 0, 100_000),
            .. Within("MemoryLimit", options.MemoryLimit, LeastMemory, long.MaxValue >> 1),
            .. Within("WebPEffort", options.WebPEffort, 0, 6),
            .. Within("AvifEffort", options.AvifEffort, 0, 9),
            .. Within("PngEffort", options.PngEffort, 0, 9),
            .. Time("WaitLimit", options.WaitLimit),
            .. Time("TimeLimit", options.TimeLimit),
            .. Time("IdleTime", options.IdleTime),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Within(string path, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            yield return $"PER4010 Perennial:Imaging:{path} is {value}. Give a number from {least} to {most}.";
        }
    }

    private static IEnumerable<string> Time(string path, TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromDays(1))
        {
            yield return $"PER4011 Perennial:Imaging:{path} '{value}' is no length of time that can be meant. "
                + "Give more than zero and a day at the most, for example '00:00:30'.";
        }
    }
}
