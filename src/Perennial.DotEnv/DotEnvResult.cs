namespace Perennial;

/// <summary>What <c>.env</c> files gave.</summary>
/// <param name="Mode">The mode whose files were looked for, for example <c>production</c>.</param>
/// <param name="Files">The paths of the files that are there, the one that wins first.</param>
/// <param name="Values">The variables that the environment did not have, expanded.</param>
public sealed record DotEnvResult(string Mode, IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Values);
