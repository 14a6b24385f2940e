namespace Perennial.Bench;

/// <summary>The same page, from a database whose driver holds the thread.</summary>
internal static class BlockingPage
{
    private const int Milliseconds = 3000;

    public static void Hold()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(Milliseconds);
    }
}
