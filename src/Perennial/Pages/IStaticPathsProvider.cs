using Microsoft.AspNetCore.Routing;

namespace Perennial.Pages;

/// <summary>Lists the paths of a page that <c>build</c> renders. Constructed from the app's services, in a scope of its own.</summary>
public interface IStaticPathsProvider
{
    /// <summary>
    /// The route values of each path, one dictionary a path, for example <c>new(new { slug = "hello" })</c>. Every
    /// parameter of the route must have a value, unless it is optional.
    /// </summary>
    IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(CancellationToken cancellationToken);
}
