using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Rendering;

/// <summary>The app's pipeline as <c>UsePerennial</c> found it. Set once, while the pipeline is built.</summary>
internal sealed class Pipeline
{
    private RequestDelegate? _rest;
    private RequestDelegate? _route;

    /// <summary>What stands after <c>UsePerennial</c>, routing included.</summary>
    public RequestDelegate Rest => _rest ?? throw Missing();

    /// <summary>Routing alone: selects an endpoint and does nothing else.</summary>
    public RequestDelegate Route => _route ?? throw Missing();

    public bool IsSet => _rest is not null;

    public void Set(RequestDelegate rest, RequestDelegate route)
    {
        if (_rest is not null)
        {
            throw new PerennialException("PER1002", "UsePerennial was called twice. Call it once, on the app itself.");
        }

        (_rest, _route) = (rest, route);
    }

    public static PerennialException Missing() => new(
        "PER1001", "UsePerennial was not called, so there is no pipeline to render pages with. Call app.UsePerennial() before the app runs.");
}
