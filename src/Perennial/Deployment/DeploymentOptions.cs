namespace Perennial.Deployment;

/// <summary>The identity of a build and of a deployment, and where assets come from.</summary>
public sealed class DeploymentOptions
{
    /// <summary>
    /// Which deployment this is, for open tabs to notice that another one answers: a text of 1 to 64 letters, digits, '-',
    /// '_' and '.'. Give it to <c>build</c>, which writes it into the pages; a build keeps the id that it was made with.
    /// Empty is as null.
    /// </summary>
    /// <value>null: the build's id, and none where nothing was built</value>
    public string? Id { get; set; }

    /// <summary>
    /// Where browsers find assets: an https origin, with a path or without (<c>https://cdn.example.com</c>), or a path of
    /// this site (<c>/static</c>). Give it to <c>build</c> too. The host gets them from this app, under the same paths.
    /// </summary>
    /// <value>null: from this app</value>
    public string? AssetPrefix { get; set; }

    /// <summary>
    /// Whether files with a hash in their names carry <c>?dpl=</c> as well, for a proxy that routes by it. Then a browser
    /// gets every file again after each deployment, also those that have not changed.
    /// </summary>
    /// <value>false: only files without a hash carry it</value>
    public bool MarkAllAssets { get; set; }

    /// <summary>
    /// Whether the framework's key ring (Data Protection: sign-in cookies, antiforgery) is made of the key in
    /// <c>PERENNIAL_ENCRYPTION_KEY</c>, so that instances need no folder for it. Who turns it on signs every user out once; and
    /// whoever can read the key can sign in as anybody. A key that was only given to <c>build</c> is not used: it lies in the image.
    /// </summary>
    /// <value>false: the ring is the app's own</value>
    public bool UseEncryptionKeyForDataProtection { get; set; }

    /// <summary>Assets of earlier deployments, for tabs that are still open.</summary>
    public AssetArchiveOptions AssetArchive { get; } = new();

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
