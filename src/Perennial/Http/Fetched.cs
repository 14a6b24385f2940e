using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>A whole response, from this app or from elsewhere.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">All of its fields.</param>
/// <param name="Body">The whole body, as it came over the wire.</param>
internal sealed record Fetched(int Status, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body);
