using Twin.Data;

namespace Twin.Routes;

/// <summary>JSON as Next's <c>res.json</c> sends it.</summary>
internal static class JsonAnswer
{
    private const string Json = "application/json; charset=utf-8";

    public static IResult Of(object? value) => Tagged.Of(Script.Bytes(value), Json);

    public static IResult Of(object? value, int status) => Results.Text(Script.Bytes(value), Json, status);
}
