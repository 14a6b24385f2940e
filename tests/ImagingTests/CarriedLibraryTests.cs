namespace Perennial.ImagingTests;

/// <summary>The libvips that the package brings.</summary>
public sealed class CarriedLibraryTests() : CodecTests(library: null);
