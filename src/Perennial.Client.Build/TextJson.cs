using System.Text.Json.Serialization;

namespace Perennial.Client.Build;

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class TextJson : JsonSerializerContext;
