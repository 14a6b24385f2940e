using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Endpoints;

/// <summary>Why a page would not be kept in Production, as Development says it.</summary>
internal static class NotKeptReasons
{
    private const string Undeclared = "it declares nothing";

    public static string? Before(PageDefinition page) =>
        page.Refusal ?? page.Observations.DynamicBecause
        ?? (page.Endpoint.Metadata.GetMetadata<DynamicPageAttribute>() is not null && !page.Policy.IsKept ? "it is declared [DynamicPage]"
            : !page.Policy.IsKept && PageTable.AsksForAuthorization(page.Endpoint.Metadata) ? Of(page, "it asks for authorization")
            : IsInteractiveOnServer(page) ? Of(page, "it is interactive on the server")
            : null);

    // Keeping is suggested only where nothing speaks against it.
    public static string? After(PageDefinition page, IReadOnlyCollection<string> reads, HttpResponse response)
    {
        var because = reads.Count > 0 ? "it reads " + string.Join(", ", reads)
            : response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status404NotFound or StatusCodes.Status410Gone or (>= 300 and < 400) ? null
            : $"it answered {response.StatusCode}";
        return page.Policy.IsKept ? because
            : because is not null ? Of(page, because)

            // A kept page gets no antiforgery token; a dynamic page may set its cookie for other reasons.
            : response.Headers.SetCookie.Count > 0 || NoStoreDirectives.Find(response.Headers) is not null ? Undeclared
            : Undeclared + " ([Revalidate] or [Prerender] keeps it)";
    }

    public static string? Unwatched(PageDefinition page) => page.Policy.IsKept ? null : Undeclared;

    public static string InPlaceOf(int status) => $"it stands in for an answer {status}";

    private static string Of(PageDefinition page, string because) => page.Policy.IsKept ? because : $"{Undeclared}; {because}";

    private static bool IsInteractiveOnServer(PageDefinition page) =>
        page.Endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type.GetCustomAttribute<RenderModeAttribute>()?.Mode
            is InteractiveServerRenderMode or InteractiveAutoRenderMode;
}
