using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Deployment.Archive;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AssetSet))]
internal sealed partial class AssetSetJson : JsonSerializerContext;
