namespace Perennial.DotEnvTests;

/// <summary>What @next/env set, and what it complained of.</summary>
public sealed record NextEnvResult(Dictionary<string, string> Values, List<string> Errors);
