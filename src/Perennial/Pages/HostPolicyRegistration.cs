namespace Perennial.Pages;

/// <summary>The app's host policy, if it has one.</summary>
internal sealed record HostPolicyRegistration(Type Type);
