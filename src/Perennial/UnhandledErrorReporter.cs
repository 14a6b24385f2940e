using System.Diagnostics;
using System.Reflection;

namespace Perennial;

/// <summary>
/// Errors of ours that nobody catches (of <c>CreateBuilder</c>, <c>UsePerennial</c>, <c>Run</c>) are told as
/// <c>RunPerennialAsync</c> tells them: one line each and exit code 1, in place of the runtime's stack trace.
/// </summary>
internal static class UnhandledErrorReporter
{
    // In a test's or a tool's process the exception goes to its caller instead.
    public static bool IsAppProcess(string? applicationName) =>
        Assembly.GetEntryAssembly()?.GetName().Name == applicationName && !TestHost.IsHere;

    /// <summary>From here on. Called by every door of ours, since each may be the first; a second call changes nothing.</summary>
    public static void Attach(string? applicationName)
    {
        if (IsAppProcess(applicationName))
        {
            AppDomain.CurrentDomain.UnhandledException -= Tell;
            AppDomain.CurrentDomain.UnhandledException += Tell;
        }
    }

    private static void Tell(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (unhandled.ExceptionObject is Exception error && ErrorReport.IsSelfExplanatory(error) && !Debugger.IsAttached)
        {
            ErrorReport.Write(error, Console.Error, isLogged: true);
            Environment.Exit(1);
        }
    }
}
