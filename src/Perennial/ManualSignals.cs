using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Perennial;

/// <summary><c>PERENNIAL_MANUAL_SIG_HANDLE=true</c>: the app handles SIGINT and SIGTERM itself, and nobody else does.</summary>
internal static class ManualSignals
{
    public const string Variable = "PERENNIAL_MANUAL_SIG_HANDLE";

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

    public static bool IsYes(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        null or "" or "FALSE" or "0" => false,
        _ => throw new PerennialException("PER1312", $"{Variable} is '{value}'. Set it to 'true', or do not set it."),
    };

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
