using System.Text.Encodings.Web;
using System.Text.Json;

namespace Twin.Data;

/// <summary>JSON as JavaScript prints it: camel case, nothing escaped that need not be.</summary>
public static class Script
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Stringify(object? value) => JsonSerializer.Serialize(value, Options);

    public static byte[] Bytes(object? value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);
}
