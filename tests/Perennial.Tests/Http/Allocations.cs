namespace Perennial.Tests.Http;

internal static class Allocations
{
    /// <summary>Fails when a warm call puts anything on the heap.</summary>
    /// <remarks>
    /// Warm means compiled with optimisation, which happens behind the first calls; until then generic code of the
    /// framework boxes. So the condition is that it stops, and a call that really allocates never does.
    /// </remarks>
    public static void None<T>(Func<T> call) =>
        Assert.True(SpinWait.SpinUntil(() => OfThousandCalls(call) is 0, TimeSpan.FromSeconds(60)), $"{OfThousandCalls(call)} bytes in 1000 calls");

    private static long OfThousandCalls<T>(Func<T> call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
