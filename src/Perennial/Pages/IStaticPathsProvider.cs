using Microsoft.AspNetCore.Routing;

namespace Perennial.Pages;

/// <summary>Lists the paths of a page that <c>build</c> renders. Constructed from the app's services, in a scope of its own.</summary>
public interface IStaticPathsProvider
{
    /// <summary>
    /// The route values of each path, one dictionary a path, for example <c>new(new { slug = "hello" })</c>. Every
    /// parameter of the route must have a value, unless it is optional. Values of declared query parameters may stand beside
    /// them, each a text or several: <c>new(new { slug = "hello", page = 2 })</c>. Each path is rendered for every site and,
    /// where localization runs, for every supported culture.
    /// </summary>
    IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(CancellationToken cancellationToken);
}
