using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Perennial.Rules.Forwarding;

internal static class ForwardedResponse
{
    // Flushed in between so that a large answer is never whole in memory.
    private const int FlushEvery = 64 * 1024;

    private const int ReadSize = 16 * 1024;

    // RFC 9110 §5.5; bytes from 0x80 on are "obs-text", old but allowed.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(static code => code is not '\t').Append(0x7F).Select(static code => (char)code)]);

    /// <summary>Why an answer cannot be passed on; null when it can.</summary>
    public static string? Refusal(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is < 200 or > 999)
        {
            return $"status {(int)response.StatusCode}";
        }

        if (response.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var coding)
            && !coding.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            // The coding would end here, and what is coded go on.
            return $"the transfer coding '{coding}'";
        }

        return Broken(response.Headers.NonValidated) ?? Broken(response.Content.Headers.NonValidated);
    }

    public static void CopyHead(HttpResponseMessage from, HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = (int)from.StatusCode;
        if (from.ReasonPhrase is { Length: > 0 } reason && context.Features.Get<IHttpResponseFeature>() is { } feature)
        {
            feature.ReasonPhrase = Ascii(reason);
        }

        var connection = from.Headers.NonValidated.TryGetValues("Connection", out var named) ? Values(named) : StringValues.Empty;
        CopyHeaders(from.Headers.NonValidated, response.Headers, connection);
        CopyHeaders(from.Content.Headers.NonValidated, response.Headers, connection);
        if (response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent
            || from.Headers.NonValidated.Contains("Transfer-Encoding"))
        {
            // A length has no place here (RFC 9110 §8.6), or is overruled by the chunks (RFC 9112 §6.3), and some servers send one.
            response.Headers.ContentLength = null;
        }
    }

    public static async Task CopyBodyAsync(HttpResponseMessage from, HttpResponse to, IdleTimeout idle)
    {
        if (to.StatusCode is StatusCodes.Status205ResetContent)
        {
            // RFC 9110 §15.3.6: there is no body, whatever was sent.
            return;
        }

        var token = idle.Token;
        var writer = to.BodyWriter;
        await using var stream = await from.Content.ReadAsStreamAsync(token);
        var isFlushed = false;
        var unflushed = 0;
        while (true)
        {
            // A read of nothing waits for something, without a buffer that would be held as long.
            var something = stream.ReadAsync(Memory<byte>.Empty, token);
            if (!something.IsCompleted || unflushed >= FlushEvery)
            {
                if (!isFlushed || unflushed > 0)
                {
                    // All that came is on its way before we wait for more; the head as well.
                    await writer.FlushAsync(token);
                    (isFlushed, unflushed) = (true, 0);
                }

                idle.Renew();
            }

            await something;
            var count = await stream.ReadAsync(writer.GetMemory(ReadSize), token);
            if (count == 0)
            {
                break;
            }

            writer.Advance(count);
            unflushed += count;
        }

        if (isFlushed && unflushed > 0)
        {
            // Kestrel ends a response of known length without it once that has begun.
            await writer.FlushAsync(token);
        }

        if (to.SupportsTrailers())
        {
            foreach (var (name, values) in from.TrailingHeaders.NonValidated)
            {
                to.AppendTrailer(name, Values(values));
            }
        }
    }

    private static void CopyHeaders(HttpHeadersNonValidated from, IHeaderDictionary to, StringValues connection)
    {
        foreach (var (name, values) in from)
        {
            if (HopByHop.EndsHere(name, connection))
            {
                continue;
            }

            // What the app said already is overruled, but for the two that say things beside each other.
            to[name] = name is "Set-Cookie" or "Vary" ? StringValues.Concat(to[name], Values(values)) : Values(values);
        }
    }

    private static StringValues Values(HeaderStringValues values)
    {
        if (values.Count == 1)
        {
            return values.ToString();
        }

        var texts = new string[values.Count];
        var i = 0;
        foreach (var value in values)
        {
            texts[i++] = value;
        }

        return texts;
    }

    private static string? Broken(HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            if (name is "Content-Length" && !long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return $"the length '{values}'";
            }

            foreach (var value in values)
            {
                if (value.AsSpan().ContainsAny(Controls))
                {
                    return $"a control character in the header {name}";
                }
            }
        }

        return null;
    }

    private static string? Ascii(string reason) => reason.AsSpan().ContainsAnyExceptInRange(' ', '~') ? null : reason;
}
