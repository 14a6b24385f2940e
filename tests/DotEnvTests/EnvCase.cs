namespace Perennial.DotEnvTests;

/// <summary>A folder's files, the mode and the process that they meet.</summary>
public sealed record EnvCase(
    string Mode, IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, string> Environment);
