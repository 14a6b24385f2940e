namespace Perennial.Deployment;

/// <summary>
/// A folder that keeps the fingerprinted assets of the last deployments, so that a page of one of them still finds its
/// files. Limits are looked after when a deployment starts; its own assets are never dropped by count or age.
/// </summary>
public sealed class AssetArchiveOptions
{
    /// <summary>Whether assets are archived, and answered from there. Never in Development.</summary>
    /// <value>true</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The folder; a relative path begins at the app's own folder. It must outlive a deployment, and any number of processes
    /// may share it.
    /// </summary>
    /// <value><c>.perennial/assets</c></value>
    public string Directory { get; set; } = ".perennial/assets";

    /// <summary>How many deployments' assets are kept, this one included. Deployments with the same assets count as one.</summary>
    /// <value>20</value>
    public int DeploymentLimit { get; set; } = 20;

    /// <summary>How long a deployment's assets are kept after a process last served them.</summary>
    /// <value>7 days</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The most bytes that the files may have; the oldest deployments go first.</summary>
    /// <value>536870912 (512 MiB)</value>
    public long SizeLimit { get; set; } = 512 * 1024 * 1024;
}
