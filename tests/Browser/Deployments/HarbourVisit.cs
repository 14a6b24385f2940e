namespace Perennial.Browser.Deployments;

/// <summary>A request, as the app saw it.</summary>
public sealed record HarbourVisit(
    string Path, string Query, string? Agent, string? Deployment, string? Tags, string? Purpose, string? Known);
