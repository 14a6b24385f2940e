using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Perennial.Pages.Endpoints;

/// <summary>
/// Tells once of a culture that localization knows nothing of, and that therefore is no part of a page's key: visitors in
/// every culture get the page as it was rendered.
/// </summary>
internal sealed class CultureMismatchDetector(ILogger<CultureMismatchDetector> logger)
{
    private bool _hasWarned;

    /// <summary>Lets a render run in the culture of its key; where that has none, notes the one it runs in.</summary>
    public static void Apply(HttpContext context, PageAddress address)
    {
        Cultures.Apply(context, address.Culture);
        address.Page.Observations.Culture = address.Culture is null ? Cultures.Current : null;
    }

    /// <summary>Asked only of a visit that waited for a render: a hit need not pay for it.</summary>
    public void Check(PageAddress address)
    {
        if (address.Page.Observations.Culture is { } kept
            && Cultures.Current is var asked
            && asked != kept
            && !Interlocked.Exchange(ref _hasWarned, true))
        {
            Log.OtherCulture(logger, address.Page.Route, kept, asked);
        }
    }
}
