using System.Diagnostics.CodeAnalysis;

namespace Perennial.Browser.Bundles;

/// <summary>One orchard for all tests of bundles, and none when none of them is run.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "It is what xunit calls it.")]
public sealed class OrchardCollection : ICollectionFixture<OrchardInChromium>
{
    public const string Name = "Orchard";
}
