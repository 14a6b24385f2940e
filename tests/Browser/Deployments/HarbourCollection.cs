using System.Diagnostics.CodeAnalysis;

namespace Perennial.Browser.Deployments;

/// <summary>One harbour for all tests of deployments, and none when none of them is run.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "It is what xunit calls it.")]
public sealed class HarbourCollection : ICollectionFixture<HarbourInChromium>
{
    public const string Name = "Harbour";
}
