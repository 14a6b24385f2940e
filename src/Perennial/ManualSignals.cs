using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Perennial;

/// <summary><c>PERENNIAL_MANUAL_SIG_HANDLE=true</c>: the app handles SIGINT and SIGTERM itself, and nobody else does.</summary>
internal static class ManualSignals
{
    public const string Variable = "PERENNIAL_MANUAL_SIG_HANDLE";

    /// <summary>Takes the signals from the host, if so wanted.</summary>
    /// <returns>Whether the app has them.</returns>
    /// <exception cref="PerennialException">PER1312: neither yes nor no.</exception>
    public static bool Apply(IHostApplicationBuilder builder)
    {
        // The process' own environment: who starts it decides, and DotEnv takes this one from no file.
        if (builder.Environment.IsDevelopment() || !IsYes(Environment.GetEnvironmentVariable(Variable)))
        {
            return false;
        }

        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return true;
    }

    /// <exception cref="PerennialException">PER1312: neither yes nor no.</exception>
    public static bool IsYes(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        null or "" or "FALSE" or "0" => false,
        _ => throw new PerennialException("PER1312", $"{Variable} is '{value}'. Set it to 'true', or do not set it."),
    };

    /// <summary>In the place of the one that listens to the console and to signals.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
