using System.Diagnostics;

namespace Perennial.Client.Build;

internal static class Esbuild
{
    public static async Task<IReadOnlyList<Diagnostic>> RunAsync(
        string program, string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            // Its standard input stays open: esbuild takes the end of it for the end of whoever started it.
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            await using var end = cancellationToken.Register(process.Kill);
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await process.WaitForExitAsync(cancellationToken);
            var messages = EsbuildMessages.Read(errors);
            return process.ExitCode is 0 || messages.Any(static message => message.IsError)
                ? messages
                : [new(true, "PER1231", $"'{program}' ended with {process.ExitCode}: {errors} Check the options that PerennialEsbuildOptions gives.")];
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return [new(true, "PER1231", $"'{program}' could not be started: {error.Message} Is it esbuild's program for this machine?")];
        }
    }
}
