namespace Perennial.Deployment;

/// <summary>The identity of a build.</summary>
public sealed class DeploymentOptions
{
    /// <summary>
    /// Gives the build its id, for example from a git hash: a text of 1 to 64 letters, digits, '-', '_' and '.'. Called once
    /// by <c>build</c>; the id is then read from the build's manifest.
    /// </summary>
    /// <value>null: a random id</value>
    public Func<CancellationToken, ValueTask<string>>? GenerateBuildId { get; set; }

    /// <summary>The folder that <c>build</c> writes. A relative path begins at the app's own folder.</summary>
    /// <value><c>.perennial/build</c></value>
    public string BuildDirectory { get; set; } = ".perennial/build";
}
