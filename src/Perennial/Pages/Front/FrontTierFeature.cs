using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Front;

internal sealed class FrontTierFeature(bool hadCulture)
{
    public bool HadCulture { get; } = hadCulture;
    public (string? Base, string? Path) Chosen { get; set; }

    // Middleware may have changed the path since the page was chosen.
    public bool IsChosenFor(HttpRequest request) => Chosen == (request.PathBase.Value, request.Path.Value);

    /// <summary>Set by the selector when another endpoint matched the same path with the same score.</summary>
    public bool IsAmbiguous { get; set; }
}
