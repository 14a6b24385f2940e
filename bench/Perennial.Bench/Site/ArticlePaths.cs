using System.Runtime.CompilerServices;

namespace Perennial.Bench.Site;

internal sealed class ArticlePaths(IConfiguration configuration) : IStaticPathsProvider
{
    public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (var id = 1; id <= configuration.GetValue<int>("Bench:Pages"); id++)
        {
            yield return new(new { Id = id });
        }
    }
}
