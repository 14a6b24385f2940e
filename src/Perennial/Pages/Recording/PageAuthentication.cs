using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Recording;

/// <summary>
/// A render has no visitor, so there is nobody to authenticate: no handler looks for a cookie or a token, and a page that
/// asks is noticed. Everything else is the framework's own.
/// </summary>
internal sealed class PageAuthentication(IServiceProvider services) : IAuthenticationService
{
    private static readonly Type Implementation =
        FrameworkTypes.ImplementationOf(typeof(IAuthenticationService), static scratch => scratch.AddAuthenticationCore());

    private readonly Lazy<IAuthenticationService> _inner =
        new(() => (IAuthenticationService)ActivatorUtilities.CreateInstance(services, Implementation));

    // Replaces the framework's service only; an app's own service stays, and its reads count.
    public static void Add(IServiceCollection services)
    {
        if (services.All(static service => service.ServiceType != typeof(IAuthenticationService) || service.ImplementationType == Implementation))
        {
            services.AddScoped<IAuthenticationService, PageAuthentication>();
        }
    }

    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) =>
        Recorder.Of(context) is { } recorder
            ? recorder.Read(
                recorder.IsBeside ? _inner.Value.AuthenticateAsync(context, scheme) : Task.FromResult(AuthenticateResult.NoResult()),
                "who the visitor is (AuthenticateAsync)")
            : _inner.Value.AuthenticateAsync(context, scheme);

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        _inner.Value.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        _inner.Value.ForbidAsync(context, scheme, properties);

    public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) =>
        _inner.Value.SignInAsync(context, scheme, principal, properties);

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        _inner.Value.SignOutAsync(context, scheme, properties);
}
