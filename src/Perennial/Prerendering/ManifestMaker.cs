using System.Reflection;
using Microsoft.Extensions.Configuration;
using Perennial.Caching;
using Perennial.Client;
using Perennial.Deployment;
using Perennial.Deployment.Keys;
using Perennial.Http;
using Perennial.Pages;

namespace Perennial.Prerendering;

internal sealed class ManifestMaker(DeploymentIdentity identity, Sites sites, PublicEnvironment variables, IConfiguration configuration, TimeProvider time)
{
    public BuildManifest Make(BuildReport report) => new()
    {
        BuildId = report.BuildId,
        DeploymentId = identity.Id == report.BuildId ? null : identity.Id,
        CreatedAt = time.GetUtcNow(),
        RunId = report.Origin.RunId,
        Code = report.Origin.Code,
        HasGivenId = report.Origin.HasGivenId,
        LedgerEpoch = report.Origin.Position?.Epoch,
        LedgerNumber = report.Origin.Position?.Number,
        Perennial = typeof(ManifestMaker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        EncryptionKeys = SharedKeys.ForBuild(configuration),
        PublicEnvironment = variables.Values,
        Sites = sites.Origins,
        Routes = [.. report.Routes.Select(Route)],
    };

    private static BuildManifest.BuiltRoute Route(RouteResult route)
    {
        var policy = route.Page.Policy;
        return new()
        {
            Pattern = route.Page.Route,
            Page = PageNames.Of(route.Page),
            Policy = route.IsDynamic ? "dynamic" : policy.IsTimed ? "incremental" : "static",
            DynamicBecause = route.DynamicBecause,
            Revalidate = route.IsDynamic ? null : Seconds(policy.Lifetime.Revalidate),
            Expire = route.IsDynamic ? null : Seconds(policy.Lifetime.Expire),
            Unlisted = policy.Unlisted is UnlistedPaths.NotFound ? BuildManifest.NotFound : "render",
            Query = policy.Query,
            ContentIsInImage = route.Page.ContentIsInImage,
            Paths = route.IsDynamic ? [] : [.. route.Paths.Select(Path)],
        };
    }

    private static BuildManifest.BuiltPath Path(PathResult path) => new()
    {
        Path = path.Address.Path,
        Site = path.Address.Site.GetLeftPart(UriPartial.Authority),
        Query = path.Address.QueryString().Value is { Length: > 0 } query ? query : null,
        Culture = path.Address.Culture?.Split('|')[^1],
        Entry = path.Entry,
        Status = path.Status,
        Size = path.Size,
        Brotli = path.Brotli,
        Revalidate = Seconds(path.Lifetime.Revalidate),
        Expire = Seconds(path.Lifetime.Expire),
        Tags = [.. path.Tags.Where(static tag => tag.Kind is CacheTagKind.User).Select(static tag => tag.Value)],
    };

    private static long? Seconds(TimeSpan? time) => time is { } value ? (long)value.TotalSeconds : null;
}
