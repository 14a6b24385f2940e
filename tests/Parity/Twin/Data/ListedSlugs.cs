using System.Runtime.CompilerServices;
using Perennial.Pages;

namespace Twin.Data;

/// <summary>The posts that the build knows: a and b.</summary>
public sealed class ListedSlugs : IStaticPathsProvider
{
    public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new(new { Slug = "a" });
        yield return new(new { Slug = "b" });
    }
}
