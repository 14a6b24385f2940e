namespace Perennial.Rules;

/// <summary>The app's proxy, and what it sees.</summary>
internal sealed record ProxyRegistration(Type Type, ProxyMatchers Matchers);
