namespace Perennial.Http;

// Marks an upstream's response, to which we add nothing.
internal sealed class UpstreamResponse
{
    public static readonly UpstreamResponse Mark = new();
}
