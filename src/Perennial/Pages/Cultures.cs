using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Localization.Routing;

namespace Perennial.Pages;

/// <summary>Where localization runs, each culture has entries of its own: a page in the wrong language would look like a page.</summary>
internal static class Cultures
{
    public static string? Of(HttpContext context) => context.Features.Get<IRequestCultureFeature>() is { } feature
        ? feature.RequestCulture.Culture.Name + "|" + feature.RequestCulture.UICulture.Name
        : null;

    /// <summary>The culture in which code runs now, whoever has chosen it.</summary>
    public static string Current => CultureInfo.CurrentCulture.Name + "|" + CultureInfo.CurrentUICulture.Name;

    /// <summary>What a cache between must look at; null when the address alone tells the culture, or there is but one.</summary>
    /// <remarks>The default culture is the answer to a request that has neither header, so it depends on both.</remarks>
    public static string? VaryOf(HttpContext context) => context.Features.Get<IRequestCultureFeature>() switch
    {
        null or { Provider: QueryStringRequestCultureProvider or RouteDataRequestCultureProvider } => null,
        _ => "Accept-Language, Cookie",
    };

    public static void Apply(HttpContext context, string? culture)
    {
        if (culture?.Split('|') is not [var name, var uiName])
        {
            return;
        }

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(uiName);
        context.Features.Set<IRequestCultureFeature>(new RequestCultureFeature(new(name, uiName), provider: null));
    }
}
