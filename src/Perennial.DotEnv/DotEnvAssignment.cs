namespace Perennial;

/// <summary>One assignment as it stands in a file: unquoted, its references not looked up.</summary>
internal readonly record struct DotEnvAssignment(string Name, string Value, int Line);
