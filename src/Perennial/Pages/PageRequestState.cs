using Microsoft.AspNetCore.Http;
using Perennial.Pages.Endpoints;
using Perennial.Pages.Front;
using Perennial.Pages.Recording;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>
/// What only pages know of one request of ours; what other rooms ask about stands in <c>Http.RequestState</c>. Made where
/// the request enters: when it passes the front tier, or with the request itself when nobody sent it.
/// </summary>
internal sealed class PageRequestState
{
    private HttpContext? _context;
    private DefaultHeaders? _headers;

    /// <summary>The page that is to be made; null for a visitor.</summary>
    public RenderState? Render { get; init; }

    /// <summary>Who notes what is read of a visitor: in a render, and in Development.</summary>
    public Recorder? Recorder { get; set; }

    /// <summary>Set where a build asks what a visitor's request would be looked up as.</summary>
    public AddressProbe? Probe { get; init; }

    /// <summary>Set where the app asks itself for something that it makes an entry of.</summary>
    public SourceEntry? Source { get; init; }

    /// <summary>What is said of the cache when the response begins; set by the page that answers.</summary>
    public string? CacheStatus { get; set; }

    public bool HadCulture { get; private init; }

    public (string? Base, string? Path) Chosen { get; set; }

    /// <summary>Set by the selector when another endpoint matched the same path with the same score.</summary>
    public bool IsAmbiguous { get; set; }

    // Middleware may have changed the path since the page was chosen.
    public bool IsChosenFor(HttpRequest request) => Chosen == (request.PathBase.Value, request.Path.Value);

    public static PageRequestState? Find(HttpContext context) => context.Features.Get<PageRequestState>();

    public static PageRequestState Of(HttpContext context)
    {
        if (Find(context) is not { } state)
        {
            context.Features.Set(state = new());
        }

        return state;
    }

    public static bool IsRender(HttpContext context) => Find(context) is { Render: not null };

    /// <summary>The state of a request that has passed the front tier; null in a render, and in a branch of the app's own in front.</summary>
    public static PageRequestState? InPass(HttpContext context) => Find(context) is { _headers: not null } state ? state : null;

    /// <summary>
    /// A request that is re-executed for an error page passes again, and begins anew: what the page before said of the cache
    /// is said of its response all the same, by the callback of its own pass, unless this pass says otherwise.
    /// </summary>
    public static void Pass(HttpContext context, DefaultHeaders headers)
    {
        var before = Find(context);
        var state = new PageRequestState
        {
            _context = context,
            _headers = headers,
            Render = before?.Render,
            Recorder = before?.Recorder,
            Probe = before?.Probe,
            Source = before?.Source,
            HadCulture = Cultures.Of(context) is not null,
        };
        context.Features.Set(state);
        context.Response.OnStarting(
            static state =>
            {
                var pass = (PageRequestState)state;
                return pass._headers!.ApplyAsync(pass._context!, pass.CacheStatus);
            },
            state);
    }
}
