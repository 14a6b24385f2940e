using System.Diagnostics;
using System.Text;
using Perennial.Images;
using Perennial.Imaging.Protocol;

namespace Perennial.Imaging.Workers;

internal static class Refusals
{
    // 128 + SIGXCPU.
    private const int OutOfCpu = 152;

    public static ImageRefusedException Of(Outcome outcome, byte[] text)
    {
        var why = Encoding.UTF8.GetString(text);
        return outcome switch
        {
            Outcome.Broken => new(ImageRefusal.Broken, $"The picture is broken: {why}."),
            Outcome.TooManyPixels => new(ImageRefusal.TooManyPixels, $"The picture contradicts its header: {why}."),
            Outcome.TooCostly => new(ImageRefusal.TooCostly, $"The picture takes too much memory: {why}."),
            _ => throw new UnreachableException($"Outcome {outcome}."),
        };
    }

    /// <summary>GLib and .NET end the process when they get no memory; that the picture would do again.</summary>
    public static ImageRefusedException OfDeath(int code, string lastWords, TimeSpan retryAfter, Exception cause) =>
        code is OutOfCpu || lastWords.Contains("memory", StringComparison.OrdinalIgnoreCase) || lastWords.Contains("allocate", StringComparison.OrdinalIgnoreCase)
            ? new(ImageRefusal.TooCostly, "The picture took more memory or time than a worker has.", innerException: cause)
            : new(ImageRefusal.Failed, $"The image worker died over the picture (exit code {code}).", retryAfter, cause);
}
