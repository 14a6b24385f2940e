using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Log = Perennial.After.Log;

namespace Perennial;

/// <summary>
/// The first signal sets the deadline, the second is the deadline. Stopping itself is the host's: this one ends the
/// process when that hangs, on threads of its own, since a process that hangs has no thread to spare.
/// </summary>
internal sealed class SignalWatch(Invocation invocation, IHostEnvironment environment, ILogger<SignalWatch> logger) : IDisposable
{
    private readonly ManualResetEvent _over = new(initialState: false);
    private readonly StopRequests _requests = new(TimeProvider.System);
    private readonly List<PosixSignalRegistration> _registrations = [];
    private TimeSpan _deadline;

    public void Begin(TimeSpan deadline)
    {
        // A test's process is not ours to end.
        if (invocation.LeavesSignals || !UnhandledErrorReporter.IsAppProcess(environment.ApplicationName))
        {
            return;
        }

        _deadline = deadline;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, On));
        }
    }

    public void LogIfLeft()
    {
        if (invocation.LeavesSignals)
        {
            Log.SignalsLeft(logger);
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _over.Set();
    }

    private void On(PosixSignalContext signal)
    {
        switch (_requests.Note())
        {
            case StopRequest.First:
                new Thread(Wait) { IsBackground = true, Name = "Perennial shutdown deadline" }.Start();
                break;
            case StopRequest.Another:
                // The shell's way of saying "by signal n": what was cut off must not look like an orderly end.
                End($"PER1311: A second {signal.Signal} came while the process was stopping, so it ended at once.", 128 + Number(signal.Signal));
                break;
        }
    }

    private void Wait()
    {
        if (!_over.WaitOne(_deadline))
        {
            End($"PER1310: The process was ended because it had not stopped {_deadline.TotalSeconds:0.#} s after the signal (Perennial:Shutdown:Timeout).", 0);
        }
    }

    private static int Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        _ => 15,
    };

    private static void End(string why, int code)
    {
        // Past the log: its lines are written by another thread, and this is the last moment.
        Console.Error.WriteLine("error " + why);
        Environment.Exit(code);
    }
}
