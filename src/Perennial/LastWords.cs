using System.Diagnostics;
using System.Reflection;

namespace Perennial;

/// <summary>
/// Errors of ours that nobody catches (of <c>CreateBuilder</c>, <c>UsePerennial</c>, <c>Run</c>) are told as
/// <c>RunPerennialAsync</c> tells them: one line each and exit code 1, in place of the runtime's stack trace.
/// </summary>
internal static class LastWords
{
    /// <summary>Whether this process is the app. In a test's process, or a tool's, whoever runs the app gets the exception.</summary>
    public static bool AreOurs(string? applicationName) =>
        Assembly.GetEntryAssembly()?.GetName().Name == applicationName && !TestHost.IsHere;

    /// <summary>From here on. Called by every door of ours, since each may be the first; a second call changes nothing.</summary>
    public static void Attach(string? applicationName)
    {
        if (AreOurs(applicationName))
        {
            AppDomain.CurrentDomain.UnhandledException -= Tell;
            AppDomain.CurrentDomain.UnhandledException += Tell;
        }
    }

    private static void Tell(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (unhandled.ExceptionObject is Exception error && Failure.SaysAll(error) && !Debugger.IsAttached)
        {
            Failure.Write(error, Console.Error, isLogged: true);
            Environment.Exit(1);
        }
    }
}
