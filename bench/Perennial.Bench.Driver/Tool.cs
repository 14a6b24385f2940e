using System.Diagnostics;

namespace Perennial.Bench.Driver;

/// <summary>Runs another program to its end and returns what it said.</summary>
internal static class Tool
{
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output + await error
            : throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {await error}{output}");
    }
}
