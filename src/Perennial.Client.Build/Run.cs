namespace Perennial.Client.Build;

internal static class Run
{
    public static async Task<int> MainAsync(string[] args, TextWriter output)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, signal) =>
        {
            signal.Cancel = true;
            stop.Cancel();
        };
        try
        {
            var diagnostics = await new ClientBundle(BundleSettings.Of(args)).BuildAsync(stop.Token);
            foreach (var diagnostic in diagnostics)
            {
                await output.WriteLineAsync(diagnostic.ToString());
            }

            return diagnostics.Any(static diagnostic => diagnostic.IsError) ? 1 : 0;
        }
        catch (DotEnvException error)
        {
            await output.WriteLineAsync(new Diagnostic(true, error.Code, error.Message[(error.Code.Length + 2)..]).ToString());
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
    }
}
