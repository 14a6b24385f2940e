using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Perennial.Rules.Forwarding;

internal static class ForwardedRequest
{
    public static HttpRequestMessage Create(HttpContext context, Uri target, Upgrade? upgrade, RequestBody? body, Exchange exchange, Via via)
    {
        var request = context.Request;
        var method = upgrade is null ? Method(request.Method, exchange) : HttpMethod.Get;
        var message = Message(method, target, isHttp1: upgrade is not null || exchange.Method is not null);
        message.Content = upgrade is null ? Content(request, body) : null;
        CopyHeaders(request, message);
        Describe(context, message.Headers);
        AddTo(message.Headers, "Via", StringValues.Concat(request.Headers.Via, via.Mine(request.Protocol)));
        upgrade?.Write(message);
        if (context.Response.SupportsTrailers() && HopByHop.IsNamed("trailers", request.Headers.TE))
        {
            message.Headers.TryAddWithoutValidation("TE", "trailers");
        }

        Trace(message.Headers);
        return message;
    }

    /// <summary>The request of nobody, for a page that is to be kept: nothing of a visitor, and the plain body, whose codings are made here.</summary>
    public static HttpRequestMessage CreateClean(HttpContext context, Uri target, Via via)
    {
        var request = context.Request;
        var message = Message(HttpMethod.Get, target, isHttp1: false);
        AddTo(message.Headers, "Accept", request.Headers.Accept);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        DescribeSite(request, message.Headers);
        message.Headers.TryAddWithoutValidation("Via", via.Mine(request.Protocol));
        Trace(message.Headers);
        return message;
    }

    private static HttpRequestMessage Message(HttpMethod method, Uri target, bool isHttp1) => new(method, target)
    {
        // HTTP/2 without TLS is nothing that a server can be asked for; a WebSocket is asked for in HTTP/1.1.
        Version = target.Scheme == Uri.UriSchemeHttps && !isHttp1 ? HttpVersion.Version20 : HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    /// <summary>
    /// Methods are case-sensitive (RFC 9110 §9.1): <c>get</c> is not GET, and HttpClient would make it one, on the wire and in
    /// what it thinks of the answer. It is told a method that it does not know, and the connection writes the real one.
    /// </summary>
    private static HttpMethod Method(string method, Exchange exchange)
    {
        var parsed = HttpMethod.Parse(method);
        if (parsed.Method == method)
        {
            return parsed;
        }

        exchange.Method = method;
        return new(new string('X', method.Length));
    }

    public static RequestBody? Body(HttpContext context, IdleTimeout idle, Exchange exchange) =>
        RequestFraming.CanHaveBody(context) && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
            ? new(context.Request.BodyReader, context.Request.ContentLength, idle, exchange)
            : null;

    /// <summary>
    /// The body by what the visitor's own framing says. A request without a body must not get one: an added
    /// <c>Content-Length: 0</c>, with what was a chunked body left on the connection, is how requests are smuggled.
    /// </summary>
    private static HttpContent? Content(HttpRequest request, RequestBody? body) =>
        body is not null ? body

            // Written in any case with such methods; and HttpClient repeats whatever has no content on a connection that was
            // closed, be it a POST.
            : request.ContentLength is 0 || request.Method is not ("GET" or "HEAD" or "OPTIONS" or "DELETE" or "TRACE") ? Nothing()
            : null;

    private static void CopyHeaders(HttpRequest request, HttpRequestMessage message)
    {
        var connection = request.Headers.Connection;
        foreach (var (name, said) in request.Headers)
        {
            var values = name.Equals(MaxForwards.Header, StringComparison.OrdinalIgnoreCase) ? MaxForwards.Next(request.Method, said) : said;
            if (IsOurs(name) || HopByHop.EndsHere(name, connection) || IsSpoofed(name, request.Headers) || AddTo(message.Headers, name, values))
            {
                continue;
            }

            // For HttpClient a header like Content-Type belongs to a body, if only to an empty one.
            message.Content ??= Nothing();
            AddTo(message.Content.Headers, name, values);
        }
    }

    /// <summary>
    /// Whether a header would pass for another one: to many servers it is HTTP_X_FORWARDED_FOR, and "-" and "_" are the same.
    /// What is spelled like nothing that we know, and like nothing that is there, is an honest name.
    /// </summary>
    private static bool IsSpoofed(string name, IHeaderDictionary headers)
    {
        if (!name.Contains('_', StringComparison.Ordinal))
        {
            return false;
        }

        var other = name.Replace('_', '-');
        return IsOurs(other) || HopByHop.IsKnown(other) || headers.ContainsKey(other);
    }

    private static bool AddTo(HttpHeaders headers, string name, StringValues values) => values.Count switch
    {
        1 => headers.TryAddWithoutValidation(name, values[0]),

        // HTTP/2 may split cookies (RFC 9113 §8.2.3); joined by a comma they would be one broken cookie.
        > 1 when name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) =>
            headers.TryAddWithoutValidation(name, string.Join("; ", (IEnumerable<string?>)values)),
        _ => headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values),
    };

    /// <summary>
    /// Headers that we write ourselves, and those by which a visitor could pass for somebody else. A proxy in front that
    /// the app trusts has been believed already, by the app's own forwarded-headers middleware.
    /// </summary>
    private static bool IsOurs(string name) =>
        name.StartsWith(':')
        || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Via", StringComparison.OrdinalIgnoreCase);

    private static void Describe(HttpContext context, HttpRequestHeaders headers)
    {
        if (context.Connection.RemoteIpAddress is { } address)
        {
            headers.TryAddWithoutValidation("X-Forwarded-For", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        }

        DescribeSite(context.Request, headers);
    }

    private static void DescribeSite(HttpRequest request, HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
        if (request.Host.HasValue)
        {
            headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.ToUriComponent());
        }

        if (request.PathBase.HasValue)
        {
            headers.TryAddWithoutValidation("X-Forwarded-Prefix", request.PathBase.ToUriComponent());
        }
    }

    // When somebody records this request, the other server's part belongs below it; else the visitor's trace passes as it is.
    private static void Trace(HttpRequestHeaders headers)
    {
        if (Activity.Current is not { Recorded: true } activity)
        {
            return;
        }

        DistributedContextPropagator.Current.Inject(activity, headers, static (carrier, name, value) =>
        {
            var headers = (HttpRequestHeaders)carrier!;
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        });
    }

    private static ByteArrayContent Nothing() => new([]);
}
