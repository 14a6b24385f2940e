using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Twin.Routes;

/// <summary>Bytes with a strong ETag, as Next's <c>res.send</c> answers; If-None-Match is honoured.</summary>
internal static class Tagged
{
    public static IResult Of(byte[] body, string contentType) => Results.Bytes(
        body, contentType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\""));
}
