using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Caching;
using Perennial.Deployment;
using Perennial.Pages;

namespace Perennial.Prerendering;

internal sealed class SiteBuild(
    PageRoutes routes, PathLister lister, PathBuilder paths, PageOptions pages, DeploymentOptions deployment,
    DeploymentIdentity identity, IBuildTargets targets, TimeProvider time)
{
    // Pages wait for data, so more than one; with many more each would seem slow in the table.
    private const int RendersPerProcessor = 4;

    private const int ErrorsShown = 3;

    public async Task<BuildReport> RunAsync(Action<int, int> progress, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var buildId = await BuildId.MakeAsync(deployment, cancellationToken);
        identity.Begin(buildId);
        using var target = await targets.BeginAsync(cancellationToken);
        var errors = new List<PerennialException>();
        var work = await ListAsync(errors, cancellationToken);
        var results = await RenderAsync(work, target, progress, cancellationToken);
        errors.AddRange(work.SelectMany(item => Errors(item.Page, item.Addresses.Select(address => results[address].Error).OfType<PerennialException>())));
        if (errors.Count > 0)
        {
            throw new AggregateException(errors);
        }

        var report = new BuildReport(
            buildId, target.Origin, BuildOutput.FolderOf(deployment), [.. work.Select(item => Result(item, results))], time.GetElapsedTime(begun))
        {
            Unanswered = lister.Unanswered,
        };
        target.Complete(report);
        return report;
    }

    /// <summary>The first few of a route: a template that fails for a thousand paths fails for one reason.</summary>
    private static List<PerennialException> Errors(PageDefinition page, IEnumerable<PerennialException> errors)
    {
        var all = errors.ToList();
        return all.Count <= ErrorsShown + 1 ? all :
        [
            .. all.Take(ErrorsShown),
            new(all[ErrorsShown].Code, $"{all.Count - ErrorsShown} more paths of {PageNames.Describe(page)} failed."),
        ];
    }

    private async Task<List<(PageDefinition Page, IReadOnlyList<PageAddress> Addresses)>> ListAsync(
        List<PerennialException> errors, CancellationToken cancellationToken)
    {
        var work = new List<(PageDefinition, IReadOnlyList<PageAddress>)>();
        foreach (var page in routes.All.Where(CanBeVisited))
        {
            try
            {
                work.Add((page, await lister.ListAsync(page, cancellationToken)));
            }
            catch (PerennialException error)
            {
                errors.Add(error);
            }
        }

        return work;
    }

    private async Task<ConcurrentDictionary<PageAddress, PathResult>> RenderAsync(
        List<(PageDefinition Page, IReadOnlyList<PageAddress> Addresses)> work,
        IBuildTarget target,
        Action<int, int> progress,
        CancellationToken cancellationToken)
    {
        var results = new ConcurrentDictionary<PageAddress, PathResult>(ReferenceEqualityComparer.Instance);
        var addresses = work.SelectMany(static item => item.Addresses).ToList();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(pages.MaxConcurrentRenders, RendersPerProcessor * Environment.ProcessorCount),
            CancellationToken = cancellationToken,
        };
        var done = 0;
        progress(0, addresses.Count);
        await Parallel.ForEachAsync(addresses, options, async (address, token) =>
        {
            results[address] = await paths.BuildAsync(address, target, token);
            progress(Interlocked.Increment(ref done), addresses.Count);
        });
        return results;
    }

    // An action that only takes POST may be a page's neighbour, and inherits what the controller declares.
    private static bool CanBeVisited(PageDefinition page) =>
        page.Endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } methods }
        || methods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase);

    private static RouteResult Result(
        (PageDefinition Page, IReadOnlyList<PageAddress> Addresses) item, ConcurrentDictionary<PageAddress, PathResult> results)
    {
        var mine = item.Addresses.Select(address => results[address]).ToList();
        return new RouteResult(item.Page)
        {
            Paths = mine,
            DynamicBecause = item.Page.Observations.DynamicBecause
                ?? mine.Select(static path => path.DynamicBecause).FirstOrDefault(static because => because is not null),
        };
    }
}
