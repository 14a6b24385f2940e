namespace Site.Magazine;

public sealed class CategoryPaths : IStaticPathsProvider
{
    public IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(CancellationToken cancellationToken) =>
        Category.All.Select(c => new RouteValueDictionary { ["category"] = c.Slug }).ToAsyncEnumerable();
}
