using System.Diagnostics.CodeAnalysis;

namespace Perennial.Browser;

/// <summary>One sample site for all tests that visit it, and none when none of them is run.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "It is what xunit calls it.")]
public sealed class SiteCollection : ICollectionFixture<SiteInChromium>
{
    public const string Name = "Site";
}
