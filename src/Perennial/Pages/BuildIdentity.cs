using Perennial.Deployment;

namespace Perennial.Pages;

/// <summary>The id of the build that is served; part of every key, so that builds never share entries.</summary>
internal sealed class BuildIdentity(DeploymentIdentity deployment)
{
    private const string None = "unbuilt";

    public string Id { get; } = deployment.KeyId ?? None;
}
