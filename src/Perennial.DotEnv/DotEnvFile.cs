namespace Perennial;

/// <summary>A <c>.env</c> file that was read.</summary>
/// <param name="Path">Where it was read from; errors name it.</param>
/// <param name="Text">Its text.</param>
public sealed record DotEnvFile(string Path, string Text);
