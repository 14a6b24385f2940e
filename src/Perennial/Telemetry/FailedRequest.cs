namespace Perennial.Telemetry;

/// <summary>What was asked for when an error happened: nothing in it tells who asked.</summary>
/// <param name="Method">The method; <c>GET</c> for a render without a visitor.</param>
/// <param name="Path">The decoded path without base, and without a query, which may hold secrets.</param>
public sealed record FailedRequest(string Method, string Path);
