using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Pages;

namespace Perennial.Prerendering;

/// <summary>Lists what a build renders.</summary>
internal sealed class PathLister(StaticPathReader reader, VisitorAddresses visitors, IServiceScopeFactory scopes)
{
    /// <inheritdoc cref="VisitorAddresses.Unanswered"/>
    public IReadOnlyList<PageAddress> Unanswered => visitors.Unanswered;

    /// <summary>The addresses of a page; none for a dynamic one, or one with parameters that need values which nobody lists.</summary>
    /// <exception cref="PerennialException">PER3101, PER3102: the provider.</exception>
    public async Task<IReadOnlyList<PageAddress>> ListAsync(PageDefinition page, CancellationToken cancellationToken)
    {
        if (!page.IsKept)
        {
            return [];
        }

        await using var scope = scopes.CreateAsyncScope();
        var addresses = new List<PageAddress>();
        try
        {
            await foreach (var address in reader.ReadAsync(page, scope.ServiceProvider, cancellationToken))
            {
                addresses.Add(address);
            }
        }
        catch (Exception e) when (e is not PerennialException and not OperationCanceledException)
        {
            throw new PerennialException(
                "PER3102",
                $"The static paths of {PageNames.Where(page)}: {page.Policy.StaticPaths?.Name} failed: {e.GetType().Name}: {e.Message}"
                + (AppCode.Of(e) is { } place ? $" (in {place})" : ""),
                e);
        }

        // Another server's page has its own idea of languages, and is asked for by its path alone.
        return page.Rewrite is null ? await visitors.ExpandAsync(addresses, cancellationToken) : addresses;
    }
}
