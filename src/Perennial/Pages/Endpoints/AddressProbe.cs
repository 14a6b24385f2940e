using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Perennial.Pages.Endpoints;

/// <summary>
/// On a request by which a build asks what a visitor's would be looked up as. A page's endpoint answers here and runs no page:
/// whatever decides a key for visitors (localization before or behind UsePerennial, a rule) decides it for the build.
/// </summary>
internal sealed class AddressProbe
{
    public PageAddress? Address { get; private set; }
    public RequestLocalizationOptions? Localization { get; private set; }

    public static bool TryAnswer(HttpContext context, PageDefinition page, AddressReader addresses)
    {
        if (PageRequestState.Find(context)?.Probe is not { } probe)
        {
            return false;
        }

        probe.Address = addresses.Read(context, page);
        probe.Localization = (context.Features.Get<IRequestCultureFeature>()?.Provider as RequestCultureProvider)?.Options;
        return true;
    }
}
