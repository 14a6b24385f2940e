using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Rules.Forwarding;

/// <summary>
/// A visitor's wish to speak WebSocket, in either of its forms. No other protocol is passed on: h2c through a proxy is a
/// way past every rule of the proxy.
/// </summary>
internal sealed record Upgrade(string? Key)
{
    public const string Protocol = "websocket";

    /// <summary>From RFC 6455 §1.3.</summary>
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static Upgrade? Of(HttpContext context)
    {
        // HTTP/2 has no Connection header: RFC 8441 asks with CONNECT, and has no key.
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: var protocol })
        {
            return protocol == Protocol ? new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))) : null;
        }

        return context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && HttpMethods.IsGet(context.Request.Method)
            && HopByHop.IsNamed(Protocol, context.Request.Headers.Upgrade)
                ? new((string?)null)
                : null;
    }

    public void Write(HttpRequestMessage message)
    {
        message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", Protocol);
        if (Key is not null)
        {
            message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Key);
        }
    }

    public string? Refusal(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Upgrade", out var protocol)
            || !protocol.ToString().Equals(Protocol, StringComparison.OrdinalIgnoreCase))
        {
            return "it switched to another protocol than was asked for";
        }

        return Key is null || (response.Headers.NonValidated.TryGetValues("Sec-WebSocket-Accept", out var accept) && accept.ToString() == Accept(Key))
            ? null
            : "its Sec-WebSocket-Accept does not fit the key";
    }

    public async ValueTask<Stream> AcceptAsync(HttpContext context)
    {
        if (Key is not null)
        {
            // RFC 8441 §5: there it is a success like any other, and nothing is proven by a key.
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.Headers.Remove("Sec-WebSocket-Accept");
            return await context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync();
        }

        context.Response.Headers.Upgrade = Protocol;
        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

#pragma warning disable CA5350 // SHA-1 is what RFC 6455 says; it proves that the peer speaks WebSocket, and nothing else.
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
}
