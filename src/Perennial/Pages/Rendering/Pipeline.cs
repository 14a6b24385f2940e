using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Http;

namespace Perennial.Pages.Rendering;

/// <summary>
/// The app's pipeline as <c>UsePerennial</c> found it. Set once, while the pipeline is built; routing is known from the call
/// itself, so that paths and routes have their names before the app has started.
/// </summary>
internal sealed class Pipeline
{
    private readonly TaskCompletionSource _whenSet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RequestDelegate? _rest;
    private RequestDelegate? _route;
    private Func<RequestDelegate>? _makeRoute;
    private IEnumerable<EndpointDataSource>? _sources;
    private RequestDelegate? _ruled;

    public RequestDelegate Rest => _rest ?? throw Missing();

    /// <summary>Routing alone: selects an endpoint and does nothing else.</summary>
    /// <remarks>Before the pipeline is built a new one each time: the app may still map endpoints, and a matcher never looks again.</remarks>
    public RequestDelegate Route => _route ?? (_makeRoute ?? throw Missing())();

    /// <summary>
    /// What would answer this method under this path: <c>read</c> sees the endpoint, and the request as it was asked about.
    /// Afterwards the request is what it was, also where routing throws (two endpoints that match): the app's error page must
    /// not run under what was only asked.
    /// </summary>
    public async Task<T> AskAsync<T>(HttpContext context, string method, PathString path, Func<Endpoint?, HttpRequest, T> read)
    {
        var request = context.Request;
        var came = (request.Method, request.Path);
        try
        {
            // A request that is re-executed for a status page comes here routed already, under the method that it had.
            SelectedEndpoint.Forget(context);
            (request.Method, request.Path) = (method, path);
            await Route(context);
            return read(context.GetEndpoint(), request);
        }
        finally
        {
            (request.Method, request.Path) = came;
            SelectedEndpoint.Forget(context);
        }
    }

    /// <summary>The page that would answer GET under this path.</summary>
    public Task<PageDefinition?> AskForPageAsync(HttpContext context, PathString path) =>
        AskAsync(context, HttpMethods.Get, path, static (endpoint, _) => endpoint?.Metadata.GetMetadata<PageDefinition>());

    public IEnumerable<Endpoint> Endpoints => (_sources ?? throw Missing()).SelectMany(static source => source.Endpoints);

    /// <summary>
    /// The same as <see cref="Rest"/>, behind redirects, rewrites and the proxy: for what is fetched on a visitor's word,
    /// who must not get by a side door what they would refuse him.
    /// </summary>
    public RequestDelegate Ruled => _ruled ?? throw Missing();

    public bool IsSet => _rest is not null;

    // Never completes if the start fails.
    public Task WhenSet => _whenSet.Task;

    public void SetRouting(IEnumerable<EndpointDataSource> sources, Func<RequestDelegate> makeRoute) => (_sources, _makeRoute) = (sources, makeRoute);

    public void Set(RequestDelegate rest, RequestDelegate ruled)
    {
        if (_rest is not null)
        {
            throw Twice();
        }

        (_rest, _route, _ruled) = (rest, _makeRoute!(), ruled);
        _whenSet.TrySetResult();
    }

    public static PerennialException Twice() => new("PER1002", "UsePerennial was called twice. Call it once, on the app itself.");

    public static PerennialException Missing() => new(
        "PER1001", "UsePerennial was not called, so there is no pipeline to render pages with. Call app.UsePerennial() before the app runs.");
}
