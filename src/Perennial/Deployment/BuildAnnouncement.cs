using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Perennial.Http;

namespace Perennial.Deployment;

/// <summary>Says which build is served, or why none is, and what its pages carry that this process was told otherwise.</summary>
internal sealed class BuildAnnouncement(
    BuildOutput build, DeploymentIdentity deployment, Sites sites, IHostEnvironment environment, ILogger<BuildAnnouncement> logger)
{
    public void Announce()
    {
        if (build.Manifest is { } manifest)
        {
            LogServed(manifest);
        }
        else if (build.Problem is { } problem)
        {
            Log.UnusableBuild(logger, problem.Message);
        }
        else if (!environment.IsDevelopment())
        {
            Log.NoBuild(logger, build.Folder);
        }
    }

    private void LogServed(BuildManifest manifest)
    {
        Log.Serving(logger, manifest.BuildId, manifest.CreatedAt, build.Folder);
        if (deployment.Configured is { } configured && configured != deployment.Id)
        {
            Log.BuiltAsOther(logger, configured, build.Folder, deployment.Id!);
        }

        if (manifest.Sites is { } built && !built.SequenceEqual(sites.Origins, StringComparer.OrdinalIgnoreCase))
        {
            Log.BuiltForOther(logger, string.Join(", ", sites.Origins), build.Folder, string.Join(", ", built));
        }
    }
}
