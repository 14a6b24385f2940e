using System.Diagnostics;

namespace Perennial.Parity.Questions;

/// <summary>Time passes for real here: two programs cannot share a clock that one of them does not know.</summary>
internal static class Pause
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static Task ForAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);

    /// <summary>Until <paramref name="isTrue"/>, ten seconds at most. Whether it became true.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isTrue)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Longest;)
        {
            if (await isTrue())
            {
                return true;
            }

            await ForAsync(0.05);
        }

        return false;
    }
}
