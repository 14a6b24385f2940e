using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Perennial.Deployment;

/// <summary>Which deployment this process is.</summary>
/// <remarks>
/// A build keeps the id that it was made with, because its pages carry it. What a browser says of its own deployment is
/// compared and never used: it is no part of a key, a path or an answer (S-25).
/// </remarks>
internal sealed class DeploymentIdentity
{
    public const string Header = "x-deployment-id";

    private readonly ILogger _logger;
    private StringValues _header;

    public DeploymentIdentity(DeploymentOptions options, BuildOutput build, ILogger<DeploymentIdentity> logger)
    {
        _logger = logger;
        Configured = string.IsNullOrEmpty(options.Id) ? null : options.Id;
        BuildId = build.Manifest?.BuildId;
        Set(build.Manifest is { } manifest ? manifest.DeploymentId ?? manifest.BuildId : Configured);
    }

    public string? Configured { get; }
    public string? Id { get; private set; }
    public string? BuildId { get; private set; }

    // Called by a build before it renders, because its pages carry the id.
    public void Begin(string buildId)
    {
        BuildId = buildId;
        Set(Configured ?? buildId);
    }

    /// <summary>
    /// What keys are made with, so that neither builds nor deployments share entries; null when there is nothing to tell
    /// them apart by. '@' is in no id, so two pairs never give one text.
    /// </summary>
    public string? KeyId => BuildId is null || BuildId == Id ? Id : $"{BuildId}@{Id}";

    public void Stamp(HttpContext context)
    {
        if (Id is not { } id)
        {
            return;
        }

        context.Response.Headers[Header] = _header;
        if (context.Request.Headers.TryGetValue(Header, out var theirs) && !string.Equals(theirs.ToString(), id, StringComparison.Ordinal))
        {
            var said = theirs.ToString();
            Log.OtherDeployment(_logger, Deployment.BuildId.IsValid(said) ? said : "something that is no id", id);
        }
    }

    private void Set(string? id) => (Id, _header) = (id, id is null ? StringValues.Empty : new StringValues(id));
}
