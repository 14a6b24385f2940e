namespace Perennial.ImagingTests;

/// <summary>With the system's libvips, which makes code while it runs (Orc) and has other libraries below it.</summary>
public sealed class SystemConfinementTests() : ConfinementTests(OpenCodec.SystemLibrary);
