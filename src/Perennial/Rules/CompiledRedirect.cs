using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

/// <param name="order">Its place among all rules.</param>
/// <param name="source">The paths that it concerns.</param>
/// <param name="has">What must hold.</param>
/// <param name="missing">What must not.</param>
/// <param name="destination">Where it leads.</param>
/// <param name="status">Its status code.</param>
/// <param name="isBelowBase">Whether a local destination lies below whatever base the request came by.</param>
internal sealed class CompiledRedirect(
    int order, SourceTemplate source, CompiledCondition[] has, CompiledCondition[] missing, Destination destination, int status, bool isBelowBase)
    : CompiledRule(order, source, has, missing)
{
    public Destination Destination => destination;

    public int Status => status;

    public bool IsBelowBase => isBelowBase;

    /// <summary>The value of a Location header; null when there is no safe one.</summary>
    /// <param name="values">The values.</param>
    /// <param name="request">The request.</param>
    /// <param name="spelled">The destination's path in the spelling of the page that answers there; null for its own.</param>
    public string? Location(RuleValues? values, HttpRequest request, string? spelled = null) =>
        destination.Location(values, request.QueryString, isBelowBase ? request.PathBase : default, spelled);
}
