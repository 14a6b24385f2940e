namespace Perennial.Pages;

/// <summary>Endpoint metadata that names a static-path provider.</summary>
internal interface IStaticPathsMetadata
{
    Type ProviderType { get; }
}
