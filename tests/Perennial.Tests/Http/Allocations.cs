namespace Perennial.Tests.Http;

internal static class Allocations
{
    /// <summary>Fails when a warm call puts anything on the heap.</summary>
    public static void None<T>(Func<T> call)
    {
        for (var i = 0; i < 100; i++)
        {
            call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            call();
        }

        // Less than a byte a call: tiering may put a little of its own on this thread, a real allocation is 24 bytes or more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }
}
