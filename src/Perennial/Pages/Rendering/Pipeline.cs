using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Rendering;

/// <summary>The app's pipeline as <c>UsePerennial</c> found it. Set once, while the pipeline is built.</summary>
internal sealed class Pipeline
{
    private RequestDelegate? _rest;
    private RequestDelegate? _route;
    private RequestDelegate? _ruled;

    /// <summary>What stands after <c>UsePerennial</c>, routing included.</summary>
    public RequestDelegate Rest => _rest ?? throw Missing();

    /// <summary>Routing alone: selects an endpoint and does nothing else.</summary>
    public RequestDelegate Route => _route ?? throw Missing();

    /// <summary>
    /// The same as <see cref="Rest"/>, behind redirects, rewrites and the proxy: for what is fetched on a visitor's word,
    /// who must not get by a side door what they would refuse him.
    /// </summary>
    public RequestDelegate Ruled => _ruled ?? throw Missing();

    public bool IsSet => _rest is not null;

    public void Set(RequestDelegate rest, RequestDelegate route, RequestDelegate ruled)
    {
        if (_rest is not null)
        {
            throw Twice();
        }

        (_rest, _route, _ruled) = (rest, route, ruled);
    }

    public static PerennialException Twice() => new("PER1002", "UsePerennial was called twice. Call it once, on the app itself.");

    public static PerennialException Missing() => new(
        "PER1001", "UsePerennial was not called, so there is no pipeline to render pages with. Call app.UsePerennial() before the app runs.");
}
