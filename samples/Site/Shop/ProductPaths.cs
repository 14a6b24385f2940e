using System.Runtime.CompilerServices;

namespace Site.Shop;

public sealed class ProductPaths(Products products) : IStaticPathsProvider
{
    public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var product in await products.ListAsync(cancellationToken))
        {
            yield return new(new { slug = product.Slug });
        }
    }
}
