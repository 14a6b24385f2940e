namespace Perennial.Images;

/// <summary>A host leads to an address that is not public.</summary>
internal sealed class EgressRefusedException(string host)
    : Exception($"'{host}' leads to an address that is not public.");
