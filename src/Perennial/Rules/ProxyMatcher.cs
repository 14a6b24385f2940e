namespace Perennial.Rules;

/// <summary>Requests that a proxy runs for.</summary>
public sealed class ProxyMatcher : Rule;
