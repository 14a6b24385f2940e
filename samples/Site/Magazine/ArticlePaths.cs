using System.Runtime.CompilerServices;

namespace Site.Magazine;

public sealed class ArticlePaths(Articles articles) : IStaticPathsProvider
{
    public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var article in await articles.ListAsync(cancellationToken))
        {
            yield return new(new { slug = article.Slug });
        }
    }
}
