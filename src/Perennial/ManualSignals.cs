using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Perennial;

/// <summary><c>PERENNIAL_MANUAL_SIG_HANDLE=true</c>: the app handles SIGINT and SIGTERM itself, and nobody else does.</summary>
internal static class ManualSignals
{
    public const string Variable = "PERENNIAL_MANUAL_SIG_HANDLE";

    /// <summary>Must be asked before <c>.env</c> files are read: who starts the process decides, not a file that lies in it.</summary>
    /// <exception cref="PerennialException">PER1312: neither yes nor no.</exception>
    public static bool AreWanted() => IsYes(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Remembers the answer with the builder.</summary>
    public static void Note(IHostApplicationBuilder builder, bool wanted) => builder.Properties[Variable] = wanted;

    /// <summary>Takes the signals from the host, if so wanted.</summary>
    public static SignalHandling Apply(IHostApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            return SignalHandling.Host;
        }

        var wanted = builder.Properties.TryGetValue(Variable, out var noted) ? noted is true : AreWanted();
        if (!wanted)
        {
            return IsYes(builder.Configuration[Variable]) ? SignalHandling.HostAgainstFile : SignalHandling.Host;
        }

        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return SignalHandling.App;
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
