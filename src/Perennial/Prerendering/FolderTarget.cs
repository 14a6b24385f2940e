using Perennial.Caching;
using Perennial.Deployment;
using Perennial.Pages;

namespace Perennial.Prerendering;

/// <summary>The folder that <c>start</c> serves: entries under their keys, signed by the code that made them, and the manifest.</summary>
internal sealed class FolderTarget(BuildFolder folder, BuildOrigin origin, string keyId, ManifestMaker manifests) : IBuildTarget
{
    public BuildOrigin Origin => origin;

    public LedgerPosition PositionOf(PageAddress address) =>
        address.Page.ContentIsInImage ? LedgerPosition.InImage : origin.Position ?? LedgerPosition.Unwatched;

    public async Task<string> WriteAsync(PageAddress address, CacheEntry entry, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var key = address.Key(keyId);
        var signed = origin.Entries(keyId).Signed(entry, elapsed);
        await folder.WriteAsync(key, signed with { Facts = signed.Facts with { RunId = origin.RunId } }, cancellationToken);
        return key.Hash;
    }

    public void Complete(BuildReport report) => folder.Complete(manifests.Make(report));

    public void Dispose() => folder.Dispose();
}

internal sealed class FolderTargets(
    DeploymentOptions deployment, DeploymentIdentity identity, RunningCode code, BuildPosition positions, ManifestMaker manifests) : IBuildTargets
{
    public async Task<IBuildTarget> BeginAsync(CancellationToken cancellationToken)
    {
        var folder = BuildFolder.Begin(BuildOutput.FolderOf(deployment));
        try
        {
            var origin = new BuildOrigin(
                Guid.NewGuid().ToString("N"), code.Id, deployment.GenerateBuildId is not null, await positions.ReadAsync(cancellationToken));
            return new FolderTarget(folder, origin, identity.KeyId!, manifests);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
