namespace Perennial.Client;

/// <summary>The public variables that this process was started with, those of its <c>.env</c> files included.</summary>
internal sealed record RunningVariables(SortedDictionary<string, string> Values);
