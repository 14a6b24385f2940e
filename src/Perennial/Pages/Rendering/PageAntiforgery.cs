using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
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
internal sealed class PageAntiforgery(IServiceProvider services) : IAntiforgery
{
    // The framework registers its implementation only where no other one is registered, so it is made here by hand.
    private static readonly Type Implementation = FindImplementation();

    private readonly Lazy<IAntiforgery> _inner = new(() => (IAntiforgery)ActivatorUtilities.CreateInstance(services, Implementation));

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) =>
        IsRender(httpContext) ? Nothing(httpContext) : _inner.Value.GetAndStoreTokens(httpContext);

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) =>
        IsRender(httpContext) ? Nothing(httpContext) : _inner.Value.GetTokens(httpContext);

    public async Task<bool> IsRequestValidAsync(HttpContext httpContext) => IsToKeptPage(httpContext) switch
    {
        true when SameOrigin.Judge(httpContext.Request) is { } verdict => verdict,
        _ => await _inner.Value.IsRequestValidAsync(httpContext),
    };

    public async Task ValidateRequestAsync(HttpContext httpContext)
    {
        if (!IsToKeptPage(httpContext) || SameOrigin.Judge(httpContext.Request) is not { } verdict)
        {
            await _inner.Value.ValidateRequestAsync(httpContext);
        }
        else if (!verdict)
        {
            throw new AntiforgeryValidationException("The form was posted from another origin.");
        }
    }

    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
        if (!IsRender(httpContext))
        {
            _inner.Value.SetCookieTokenAndHeader(httpContext);
        }
    }

    private static bool IsRender(HttpContext context) => context.Features.Get<PrerenderFeature>() is not null;

    private static bool IsToKeptPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PageDefinition>() is { IsKept: true };

    private static AntiforgeryTokenSet Nothing(HttpContext context)
    {
        var options = context.RequestServices.GetService<Microsoft.Extensions.Options.IOptions<AntiforgeryOptions>>()?.Value;
        return new(requestToken: null, cookieToken: null, options?.FormFieldName ?? "__RequestVerificationToken", options?.HeaderName);
    }

    private static Type FindImplementation()
    {
        var scratch = new ServiceCollection();
        scratch.AddAntiforgery();
        return scratch.Last(static service => service.ServiceType == typeof(IAntiforgery)).ImplementationType!;
    }
}
