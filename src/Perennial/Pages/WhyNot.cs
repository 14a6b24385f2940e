using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>Why a page would not be kept in Production, as Development says it.</summary>
internal static class WhyNot
{
    private const string Undeclared = "it declares nothing";

    /// <summary>By what it is, what it declares, and what is known of it; null where only its visit can tell.</summary>
    public static string? Before(PageDefinition page) =>
        page.Refusal ?? page.Knowledge.DynamicBecause
        ?? (page.Endpoint.Metadata.GetMetadata<DynamicPageAttribute>() is not null && !page.Policy.IsKept ? "it is declared [DynamicPage]"
            : !page.Policy.IsKept && PageTable.AsksForAuthorization(page.Endpoint.Metadata) ? Of(page, "it asks for authorization")
            : IsInteractiveOnServer(page) ? Of(page, "it is interactive on the server")
            : null);

    /// <summary>By what it read until its response began. A page is advised to be kept only where nothing speaks against it.</summary>
    public static string? After(PageDefinition page, IReadOnlyCollection<string> reads, HttpResponse response)
    {
        var because = reads.Count > 0 ? "it reads " + string.Join(", ", reads)
            : response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status404NotFound or StatusCodes.Status410Gone or (>= 300 and < 400) ? null
            : $"it answered {response.StatusCode}";
        return page.Policy.IsKept ? because
            : because is not null ? Of(page, because)

            // Of a page that is kept, a form's token is not written; of this one nobody knows what else it is for.
            : response.Headers.SetCookie.Count > 0 || Forbidden.By(response.Headers) is not null ? Undeclared
            : Undeclared + " ([Revalidate] or [Prerender] keeps it)";
    }

    /// <summary>Where nobody looks what it reads.</summary>
    public static string? Unwatched(PageDefinition page) => page.Policy.IsKept ? null : Undeclared;

    /// <summary>A page that is run again for the answer of another one, or of none.</summary>
    public static string InPlaceOf(int status) => $"it stands in for an answer {status}";

    private static string Of(PageDefinition page, string because) => page.Policy.IsKept ? because : $"{Undeclared}; {because}";

    private static bool IsInteractiveOnServer(PageDefinition page) =>
        page.Endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type.GetCustomAttribute<RenderModeAttribute>()?.Mode
            is InteractiveServerRenderMode or InteractiveAutoRenderMode;
}
