using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Routing;

namespace Perennial.Examples.Isr;

public sealed class PostPaths(PostClient posts) : IStaticPathsProvider
{
    public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var post in posts.ListAsync(cancellationToken))
        {
            yield return new(new { post!.Id });
        }
    }
}
