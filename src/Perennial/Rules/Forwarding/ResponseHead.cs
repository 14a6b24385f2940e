using System.Globalization;

namespace Perennial.Rules.Forwarding;

internal static class ResponseHead
{
    // HttpClient's own limit for the head of an answer; whoever sends more is refused there.
    private const int Limit = 64 * 1024;

    public enum Verdict
    {
        Unknown, // There is no final head yet.
        GoOn, // An answer that does not forbid to send on.
        Refusal, // The other server does not want the rest (RFC 9112 §9.5).
    }

    public static Verdict Judge(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return bytes.Length > Limit ? Verdict.GoOn : Verdict.Unknown;
            }

            switch (StatusOf(bytes))
            {
                case >= 100 and < 200 and not 101:
                    bytes = bytes[(end + 4)..];
                    continue;
                case >= 300:
                    return Verdict.Refusal;
                default:
                    // A success may come before the last byte was read; and what is no answer shows when it is read as one.
                    return Verdict.GoOn;
            }
        }
    }

    private static int StatusOf(ReadOnlySpan<byte> line) =>
        line.StartsWith("HTTP/1."u8) && line.Length > 12 && line[8] is (byte)' '
        && int.TryParse(line[9..12], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;
}

internal sealed class EarlyResponseException() : IOException("The other server answered before the request's body had ended.");
