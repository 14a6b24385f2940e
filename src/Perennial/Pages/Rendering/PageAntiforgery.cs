using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Http;

namespace Perennial.Pages.Rendering;

/// <summary>
/// A token belongs to one visitor, a kept page to all: so a render without a visitor gets none, and a form that comes from a
/// kept page is judged by where the browser says it comes from. Everything else is the framework's own antiforgery.
/// </summary>
/// <remarks>
/// Fetch metadata first, then Origin, then the token (the order that ASP.NET Core 11 made its default; here a request with
/// neither header falls back to the token instead of passing).
/// </remarks>
internal sealed class PageAntiforgery(IServiceProvider services, IOptions<AntiforgeryOptions> options) : IAntiforgery
{
    private static readonly Type Implementation =
        FrameworkTypes.ImplementationOf(typeof(IAntiforgery), static scratch => scratch.AddAntiforgery());

    private readonly AntiforgeryOptions _options = options.Value;
    private readonly Lazy<IAntiforgery> _inner = new(() => (IAntiforgery)ActivatorUtilities.CreateInstance(services, Implementation));

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) =>
        PageRequestState.IsRender(httpContext) ? Nothing(httpContext) : _inner.Value.GetAndStoreTokens(httpContext);

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) =>
        PageRequestState.IsRender(httpContext) ? Nothing(httpContext) : _inner.Value.GetTokens(httpContext);

    public async Task<bool> IsRequestValidAsync(HttpContext httpContext) =>
        await JudgeAsync(httpContext) ?? await _inner.Value.IsRequestValidAsync(httpContext);

    public async Task ValidateRequestAsync(HttpContext httpContext)
    {
        switch (await JudgeAsync(httpContext))
        {
            case null:
                await _inner.Value.ValidateRequestAsync(httpContext);
                return;
            case false:
                throw new AntiforgeryValidationException("The form was posted from another origin.");
        }
    }

    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
        if (!PageRequestState.IsRender(httpContext))
        {
            _inner.Value.SetCookieTokenAndHeader(httpContext);
        }
    }

    /// <summary>
    /// The browser's word on a form that may stand on a kept page: posted to one, or without a token to any endpoint (an MVC
    /// page and the action behind its form are two). Null where the framework's own token decides.
    /// </summary>
    private async Task<bool?> JudgeAsync(HttpContext context) => SameOrigin.Judge(context.Request) switch
    {
        // A safe method that follows a link from another site is no forgery.
        _ when RequestMethod.IsRead(context.Request) => null,
        { } verdict when IsToKeptPage(context) => verdict,
        true when !await HasTokenAsync(context) => true,
        _ => null,
    };

    private async Task<bool> HasTokenAsync(HttpContext context)
    {
        var request = context.Request;
        return (_options.HeaderName is { } header && request.Headers.ContainsKey(header))
            || (request.HasFormContentType
                && !string.IsNullOrEmpty((await request.ReadFormAsync(context.RequestAborted))[_options.FormFieldName]));
    }

    private static bool IsToKeptPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PageDefinition>() is { IsKept: true };

    // Razor views write the token as it is, and null is more than they can write; components leave the field out.
    private AntiforgeryTokenSet Nothing(HttpContext context) => new(
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null ? "" : null,
        cookieToken: null,
        _options.FormFieldName,
        _options.HeaderName);
}
