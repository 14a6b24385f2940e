namespace Perennial.Deployment;

/// <summary>On an endpoint in the place of an asset's: what it answers is not what the asset's name says.</summary>
internal sealed class AsItIs
{
    private AsItIs()
    {
    }

    public static AsItIs Mark { get; } = new();
}
