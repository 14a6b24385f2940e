namespace Perennial.Pages;

/// <summary>What the front tier knew of a request that it let pass, for the endpoint tier to decide whether it may answer next time.</summary>
internal sealed class FrontPass(bool hadCulture)
{
    public bool HadCulture { get; } = hadCulture;

    /// <summary>Set by the selector when another endpoint matched the same path with the same score.</summary>
    public bool IsAmbiguous { get; set; }
}
