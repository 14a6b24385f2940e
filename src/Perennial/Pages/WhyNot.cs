using Microsoft.AspNetCore.Http;

namespace Perennial.Pages;

/// <summary>Why a page would not be kept in Production, as Development says it.</summary>
internal static class WhyNot
{
    /// <summary>By what it declares, and what is known of it.</summary>
    public static string? Before(PageDefinition page) =>
        page.Refusal ?? page.Knowledge.DynamicBecause
        ?? (page.Policy.IsKept ? null
            : page.Endpoint.Metadata.GetMetadata<DynamicPageAttribute>() is not null ? "it is declared [DynamicPage]"
            : "it declares nothing ([Revalidate] or [Prerender] keeps it)");

    /// <summary>By what it read until its response began.</summary>
    public static string? After(IReadOnlyCollection<string> reads, HttpResponse response) =>
        reads.Count > 0 ? "it reads " + string.Join(", ", reads)
        : response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status404NotFound or StatusCodes.Status410Gone or (>= 300 and < 400) ? null
        : $"it answered {response.StatusCode}";
}
