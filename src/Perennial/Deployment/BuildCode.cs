namespace Perennial.Deployment;

internal static class BuildCode
{
    /// <summary>
    /// True for a build of other code, and for one that does not say. What the app itself says of its source goes first: when
    /// it gives the build's id once more, both are the same, however they were compiled.
    /// </summary>
    public static async Task<bool> IsOtherAsync(
        BuildManifest manifest, RunningCode running, DeploymentOptions options, CancellationToken cancellationToken)
    {
        if (manifest.Code == running.Id)
        {
            return false;
        }

        return !manifest.HasGivenId || await GivenAsync(options, cancellationToken) != manifest.BuildId;
    }

    public static string Mark(BuildManifest? manifest, RunningCode running, bool isOther) =>
        MarkOf(manifest is { HasGivenId: true } && !isOther, running.Id);

    /// <summary>What a build writes into its entries, and the app into those that it makes.</summary>
    public static string MarkOf(bool isGiven, string code) => isGiven ? "given" : code;

    // Asked for only when the code differs. Where a build's machine had what it takes (git, a variable), this one need not.
    private static async Task<string?> GivenAsync(DeploymentOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return options.GenerateBuildId is { } generate ? await generate(cancellationToken) : null;
        }
#pragma warning disable CA1031 // The app's own code, which was written for the build: without an answer the code is other code.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
