namespace Perennial.Caching.Files;

internal static class Watch
{
    /// <summary>Of who holds it: whether somebody asks for a new epoch. What another process acknowledged is in force here after this time.</summary>
    public static readonly TimeSpan Requests = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    // One try is a lock and a small file. Longer would only be felt after a rolling restart, while nothing is kept on disk.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static TimeSpan Retry(int tries) => tries < 5 && First * (1 << (tries - 1)) is var delay && delay < Longest ? delay : Longest;
}
