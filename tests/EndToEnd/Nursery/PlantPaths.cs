namespace Nursery;

internal sealed class PlantPaths(IConfiguration configuration) : IStaticPathsProvider
{
    public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var name in (configuration["Plants"] ?? "rose,aster,weed").Split(','))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(new { name });
        }
    }
}
