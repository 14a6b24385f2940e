namespace Perennial.ImagingTests;

/// <summary>With the libvips that the package brings.</summary>
public sealed class CarriedConfinementTests() : ConfinementTests(library: null);
