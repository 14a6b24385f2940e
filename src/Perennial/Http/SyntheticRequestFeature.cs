namespace Perennial.Http;

// Whatever is fetched for such a request may carry nothing of any visitor.
internal sealed class SyntheticRequestFeature
{
    public static readonly SyntheticRequestFeature Mark = new();
}
