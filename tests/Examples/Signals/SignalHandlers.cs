using System.Runtime.InteropServices;

namespace Perennial.Examples.Signals;

/// <summary>Handlers of an app that is started with <c>PERENNIAL_MANUAL_SIG_HANDLE=true</c>. ManualSignalTests runs them in a process of their own.</summary>
internal static class SignalHandlers
{
    /// <returns>What must live as long as the app.</returns>
    public static IReadOnlyList<PosixSignalRegistration> Register() =>
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ =>
        {
            Console.WriteLine("Received SIGTERM: cleaning up");
            Environment.Exit(0);
        }),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, static _ =>
        {
            Console.WriteLine("Received SIGINT: cleaning up");
            Environment.Exit(0);
        }),
    ];
}
