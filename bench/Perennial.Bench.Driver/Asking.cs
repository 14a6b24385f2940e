namespace Perennial.Bench.Driver;

/// <summary>What a request says about the answer that it wants.</summary>
internal sealed record Asking(string? AcceptEncoding = null, string? Accept = null)
{
    public static Asking Plain { get; } = new();

    public IEnumerable<KeyValuePair<string, string>> Headers
    {
        get
        {
            if (AcceptEncoding is not null)
            {
                yield return new("Accept-Encoding", AcceptEncoding);
            }

            if (Accept is not null)
            {
                yield return new("Accept", Accept);
            }
        }
    }
}
