using System.Runtime.CompilerServices;
using Perennial.Pages;

namespace Twin.Data;

/// <summary>A single listed path.</summary>
public abstract class OneListed(string name, string value) : IStaticPathsProvider
{
    public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new() { [name] = value };
    }
}

/// <summary>Lists the slug a.</summary>
public sealed class SlugA() : OneListed("Slug", "a");

/// <summary>Lists the item 1.</summary>
public sealed class ItemOne() : OneListed("id", "1");
