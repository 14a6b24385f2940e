using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

internal sealed record FetchedResponse(int Status, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body);

internal sealed class FetchLimitException(long limit) : Exception($"The response is larger than {limit} bytes.");
