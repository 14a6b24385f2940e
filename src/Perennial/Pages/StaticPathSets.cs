using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Deployment;

namespace Perennial.Pages;

/// <summary>
/// The paths that providers list, for pages where unlisted ones are not found. Asked once, by the build or by the first
/// visit: which paths exist is part of a build, as Next's <c>fallback: false</c> has it.
/// </summary>
internal sealed class StaticPathSets(IServiceScopeFactory scopes, StaticPathReader reader, BuildOutput build)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlySet<string>>>> _sets = new();

    public async ValueTask<bool> HasAsync(PageAddress address, CancellationToken cancellationToken)
    {
        var lazy = _sets.GetOrAdd(address.Page.Id, _ => new(() => ReadForAllAsync(address.Page)));
        try
        {
            var set = await lazy.Value.WaitAsync(cancellationToken);

            // "/Home/Index" is the page that is listed as "/".
            return set.Contains(address.Path) || set.Contains(address.Name);
        }
        catch when (lazy.Value.IsFaulted)
        {
            // The next visit asks again.
            _sets.TryRemove(new(address.Page.Id, lazy));
            throw;
        }
    }

    // Without the visitor's context (user, culture, tenant): the list is shared by everybody.
    private Task<IReadOnlySet<string>> ReadForAllAsync(PageDefinition page)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => ReadAsync(page));
        }
    }

    private async Task<IReadOnlySet<string>> ReadAsync(PageDefinition page)
    {
        if (build.Manifest?.Routes.FirstOrDefault(
            route => route.Pattern == page.Route && route.Unlisted == BuildManifest.NotFound) is { } built)
        {
            return built.Paths.Select(static path => path.Path).ToHashSet(StringComparer.Ordinal);
        }

        await using var scope = scopes.CreateAsyncScope();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var address in reader.ReadAsync(page, scope.ServiceProvider, CancellationToken.None))
        {
            paths.Add(address.Path);
        }

        return paths;
    }
}
