using System.Text.Json.Serialization;

namespace Perennial.Client;

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class ClientJson : JsonSerializerContext;
