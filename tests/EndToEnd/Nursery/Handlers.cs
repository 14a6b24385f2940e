using System.Runtime.InteropServices;
using Perennial.Examples.Signals;

namespace Nursery;

/// <summary>Signal handlers of the app's own.</summary>
internal static class Handlers
{
    /// <returns>What must live as long as the app.</returns>
    public static IReadOnlyList<PosixSignalRegistration> Register(WebApplication app) => app.Configuration["Handler"] switch
    {
        "printed" => SignalHandlers.Register(),
        "orderly" => [PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            app.Lifetime.StopApplication();
        })],
        _ => [],
    };
}
