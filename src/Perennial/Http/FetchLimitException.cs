namespace Perennial.Http;

/// <summary>A response is larger than its reader takes.</summary>
internal sealed class FetchLimitException(long limit) : Exception($"The response is larger than {limit} bytes.");
