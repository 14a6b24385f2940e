using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Http;

/// <summary>Whether a request's path is well formed. What is not is answered 400 and reaches no key, no log and no page.</summary>
/// <remarks>
/// Kestrel decodes the path, and leaves an escape that it cannot decode as literal text: <c>%zz</c>, <c>%e9</c> and the
/// overlong <c>%c0%af</c> arrive in Request.Path as they were sent, where a second decoder behind it (a proxy, a file
/// system, the app) could read them differently. <c>%0d%0a</c> arrives as a real line break. <c>%2F</c> stays <c>%2F</c>.
/// </remarks>
internal static class RawTarget
{
    public enum Verdict
    {
        WellFormed,
        Malformed,
    }

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(char.IsControl)]);

    public static Verdict Check(string rawTarget, string path)
    {
        if (HasControl(path))
        {
            return Verdict.Malformed;
        }

        // Every escape that could not be decoded is still in the path, so a path without '%' had none.
        return !path.Contains('%', StringComparison.Ordinal) || HasValidEscapes(PathOf(rawTarget))
            ? Verdict.WellFormed
            : Verdict.Malformed;
    }

    /// <summary>Whether the path holds what a second decoder could read differently; it is answered 400 where anything is decided by it.</summary>
    public static bool IsMalformed(HttpContext context) =>
        Check(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "", context.Request.Path.Value ?? "/") is Verdict.Malformed;

    internal static bool HasControl(ReadOnlySpan<char> text) => text.ContainsAny(Controls);

    // The query is left alone: a '%' there is the business of whoever reads it. An absolute-form target (RFC 9112 §3.2.2)
    // may stay whole, since an authority holds no escape that Kestrel accepts.
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> rawTarget)
    {
        var query = rawTarget.IndexOf('?');
        return query < 0 ? rawTarget : rawTarget[..query];
    }

    private static bool HasValidEscapes(ReadOnlySpan<char> path)
    {
        Span<byte> bytes = stackalloc byte[4];
        while (path.IndexOf('%') is var start && start >= 0)
        {
            path = path[start..];
            var count = EscapedBytes(path, bytes);
            if (Rune.DecodeFromUtf8(bytes[..count], out _, out var consumed) is not OperationStatus.Done)
            {
                return false;
            }

            path = path[(3 * consumed)..];
        }

        return true;
    }

    // As many escapes in a row as one character can take; zero when the first is none.
    private static int EscapedBytes(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var count = 0;
        while (count < bytes.Length
            && text.Length >= 3
            && text[0] is '%'
            && byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count]))
        {
            text = text[3..];
            count++;
        }

        return count;
    }
}
