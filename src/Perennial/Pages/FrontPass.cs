using Microsoft.AspNetCore.Http;

namespace Perennial.Pages;

/// <summary>What the front tier knew of a request that it let pass, for the endpoint tier to decide whether it may answer next time.</summary>
internal sealed class FrontPass(bool hadCulture)
{
    public bool HadCulture { get; } = hadCulture;

    /// <summary>The base path and path that the page was chosen for, set by the selector.</summary>
    public (string? Base, string? Path) Chosen { get; set; }

    /// <summary>Whether the request still has the path that its page was chosen for: middleware may have changed it since.</summary>
    public bool IsChosenFor(HttpRequest request) => Chosen == (request.PathBase.Value, request.Path.Value);

    /// <summary>Set by the selector when another endpoint matched the same path with the same score.</summary>
    public bool IsAmbiguous { get; set; }
}
