using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Twin.Data;

namespace Twin.Routes;

/// <summary>JSON with a strong ETag, as Next's <c>res.json</c> sends it.</summary>
internal static class JsonAnswer
{
    public static IResult Of(object? value)
    {
        var body = Script.Bytes(value);
        var tag = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12));
        return Results.Bytes(
            body, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue('"' + tag + '"'));
    }

    public static IResult Of(object? value, int status) =>
        Results.Text(Script.Bytes(value), "application/json; charset=utf-8", status);
}
