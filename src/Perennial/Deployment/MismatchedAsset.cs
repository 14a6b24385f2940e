namespace Perennial.Deployment;

// Marks an endpoint that stands in for an asset whose file is not what its name promises.
internal sealed class MismatchedAsset
{
    private MismatchedAsset()
    {
    }

    public static MismatchedAsset Mark { get; } = new();
}
