namespace Perennial.Caching.Files;

/// <summary>The pages of the build that is served.</summary>
/// <param name="Run">The random id of the run of <c>build</c> that made them; a build id may have had several.</param>
/// <param name="Folder">Where their entries are.</param>
/// <param name="IsOfOtherCode">Whether other code made them than the code that serves them.</param>
internal sealed record BuiltPages(string Run, string Folder, bool IsOfOtherCode);
