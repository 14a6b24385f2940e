using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Pages;
using Perennial.Pages.Recording;

namespace Perennial.Prerendering;

internal sealed class PathLister(StaticPathReader reader, VisitorAddresses visitors, IServiceScopeFactory scopes)
{
    public IReadOnlyList<PageAddress> Unanswered => visitors.Unanswered;

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
                $"The static paths of {PageNames.Describe(page)}: {page.Policy.StaticPaths?.Name} failed: {e.GetType().Name}: {e.Message}"
                + (AppStackFrame.Of(e) is { } place ? $" (in {place})" : ""),
                e);
        }

        // Another server's page has its own idea of languages, and is asked for by its path alone.
        return page.Rewrite is null ? await visitors.ExpandAsync(addresses, cancellationToken) : addresses;
    }
}
