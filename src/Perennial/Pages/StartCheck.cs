using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>
/// What would go wrong on some request, found before the server listens: pages that must not or cannot be kept, and a pipeline that
/// does not authorize what asks for it.
/// </summary>
internal sealed class StartCheck(PageTable pages, IServiceScopeFactory scopes)
{
    public void Run(IReadOnlyCollection<Endpoint> endpoints, PipelineMarks? marks)
    {
        using var scope = scopes.CreateScope();
        var fallback = FallbackPolicy.IsSetAsync(scope.ServiceProvider).AsTask().GetAwaiter().GetResult();
        PerennialException[] errors =
        [
            .. endpoints.Select(endpoint => Refusal(endpoint, fallback)).OfType<PerennialException>(),
            .. UnreachedDeclarations.In(endpoints).Select(Unreached),
            .. marks is null ? [] : Order(endpoints, marks, fallback, scope.ServiceProvider),
        ];
        if (errors.Length > 0)
        {
            throw new AggregateException(errors);
        }
    }

    // A component's display name is its path, twice.
    private string? NameOf(Endpoint endpoint)
    {
        try
        {
            return pages.Find(endpoint) is { } page ? PageNames.Describe(page) : endpoint.DisplayName;
        }
        catch (PerennialException)
        {
            return endpoint.DisplayName;
        }
    }

    private PerennialException? Refusal(Endpoint endpoint, bool hasFallback)
    {
        try
        {
            return pages.Find(endpoint) is { } page ? Refusal(page, hasFallback) : null;
        }
        catch (PerennialException error)
        {
            return error;
        }
    }

    private static PerennialException? Refusal(PageDefinition page, bool hasFallback)
    {
        var because = page.Refusal
            ?? (hasFallback && page.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                ? "the fallback policy asks for authorization; add [AllowAnonymous] to it, or declare it [DynamicPage]"
                : null);
        if (because is null || !page.Policy.IsKept)
        {
            return null;
        }

        if (!page.Policy.IsDeclared)
        {
            page.Observations.LearnDynamic(because);
            return null;
        }

        return new("PER2130", $"{PageNames.Describe(page)} says that it may be kept, and may not: {because}.");
    }

    private PerennialException Unreached(Endpoint endpoint) => new(
        "PER2132", $"{NameOf(endpoint)} says that it may be kept, and answers {string.Join(" and ", UnreachedDeclarations.Methods(endpoint))}. "
        + "Only what answers GET is kept: take the declaration away, or declare what inherits it from a class or group [DynamicPage].");

    private IEnumerable<PerennialException> Order(
        IReadOnlyCollection<Endpoint> endpoints, PipelineMarks marks, bool hasFallback, IServiceProvider services)
    {
        if (!marks.AuthorizesAfter && endpoints.FirstOrDefault(static endpoint => PageTable.AsksForAuthorization(endpoint.Metadata)) is { } endpoint)
        {
            yield return new(
                "PER1020", $"{NameOf(endpoint)} asks for authorization, and nothing after UsePerennial authorizes. "
                + "Call app.UseAuthentication() and app.UseAuthorization() after app.UsePerennial().");
        }
        else if (!marks.Authorizes && hasFallback)
        {
            yield return new(
                "PER1020", "There is a fallback policy for authorization, and nothing applies it. "
                + "Call app.UseAuthentication() and app.UseAuthorization() after app.UsePerennial().");
        }

        // MVC brings the services, but no scheme: an app that uses it for its views alone has nobody to authenticate.
        if (!marks.Authenticates
            && services.GetService<IAuthenticationSchemeProvider>()?.GetAllSchemesAsync().GetAwaiter().GetResult().Any() is true)
        {
            yield return new(
                "PER1021", "The app has an authentication scheme, and nothing authenticates: with UsePerennial it is no longer added by itself. "
                + "Call app.UseAuthentication() after app.UsePerennial(), and app.UseAuthorization() behind it.");
        }
    }
}
