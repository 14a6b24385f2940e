using System.Runtime.InteropServices;

namespace Perennial.Pages.Recoding;

internal static partial class BackgroundThread
{
    private const int ThisThread = 0; // PRIO_PROCESS, of 0: on Linux a thread has a niceness of its own
    private const int Nicest = 19;

    /// <summary>Runs on a thread of its own that takes a processor only where nobody else wants it, and ends with it.</summary>
    public static Task RunAsync(Action work) => Task.Factory.StartNew(
        () =>
        {
            // Thread.Priority does nothing on Linux. Where this fails, it is one page at a time like any other work.
            if (OperatingSystem.IsLinux())
            {
                _ = SetPriority(ThisThread, 0, Nicest);
            }
            else
            {
                Thread.CurrentThread.Priority = ThreadPriority.Lowest;
            }

            work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int niceness);
}
