namespace Perennial.Parity.Sites;

/// <summary>How the data source treats a key.</summary>
/// <param name="Delay">How long it thinks.</param>
/// <param name="Fails">Whether it answers 500.</param>
/// <param name="Kind">What the page is to become: ok, notfound, redirect or perm.</param>
internal sealed record Mood(TimeSpan Delay = default, bool Fails = false, string Kind = "ok")
{
    public static Mood Calm { get; } = new();

    public static Mood Failing { get; } = new(Fails: true);

    public static Mood Slow(int milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds));

    public static Mood Becoming(string kind) => new(Kind: kind);
}
