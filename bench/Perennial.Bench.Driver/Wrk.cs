using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Perennial.Bench.Driver;

/// <summary>One run of wrk: one thread, pinned to the load generator's core.</summary>
internal static partial class Wrk
{
    public static async Task<WrkResult> RunAsync(Uri url, int connections, int seconds, Asking asking, CancellationToken cancellationToken)
    {
        var arguments = new List<string> { "-t1", $"-c{connections}", $"-d{seconds}s", "--latency", url.ToString() };
        foreach (var (name, value) in asking.Headers)
        {
            arguments.AddRange(["-H", $"{name}: {value}"]);
        }

        var output = await Tool.RunAsync(
            Pinning.Available ? "taskset" : "wrk",
            Pinning.Available ? ["-c", Pinning.LoadCore, "wrk", .. arguments] : arguments,
            cancellationToken);
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            // A figure over failed answers would flatter the candidate. Timeouts of slow candidates show up here too.
            await Console.Error.WriteLineAsync($"  {url}: {Problems().Match(output).Value}");
        }

        return new WrkResult(
            long.Parse(Requests().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Failures(output),
            Milliseconds(Median().Match(output)),
            Milliseconds(NinetyNine().Match(output)),
            Milliseconds(Longest().Match(output)));
    }

    private static long Failures(string output)
    {
        var match = NonSuccess().Match(output);
        return match.Success ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    private static double Milliseconds(Match match)
    {
        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch { "us" => value / 1000, "ms" => value, "s" => value * 1000, "m" => value * 60_000, var unit => throw new UnreachableException(unit) };
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex NonSuccess();

    [GeneratedRegex(@"(Socket errors|Non-2xx).*")]
    private static partial Regex Problems();

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s|m)")]
    private static partial Regex Median();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s|m)")]
    private static partial Regex NinetyNine();

    // Latency <average> <deviation> <longest> <share>
    [GeneratedRegex(@"Latency\s+[\d.]+\w+\s+[\d.]+\w+\s+([\d.]+)(us|ms|s|m)")]
    private static partial Regex Longest();
}
