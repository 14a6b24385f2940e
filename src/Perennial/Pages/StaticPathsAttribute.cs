namespace Perennial.Pages;

/// <summary>Names the provider that lists this page's paths.</summary>
/// <typeparam name="TProvider">The provider, made from the app's services.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class StaticPathsAttribute<TProvider> : Attribute, IStaticPathsMetadata
    where TProvider : class, IStaticPathsProvider
{
    Type IStaticPathsMetadata.ProviderType => typeof(TProvider);
}

internal interface IStaticPathsMetadata
{
    Type ProviderType { get; }
}
