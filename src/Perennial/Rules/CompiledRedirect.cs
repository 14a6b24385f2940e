using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

internal sealed class CompiledRedirect(
    int order, SourceTemplate source, CompiledCondition[] has, CompiledCondition[] missing, Destination destination, int status, bool isBelowBase)
    : CompiledRule(order, source, has, missing)
{
    public Destination Destination => destination;

    public int Status => status;

    public bool IsBelowBase => isBelowBase;

    public string? Location(RuleValues? values, HttpRequest request, string? spelled = null) =>
        destination.Location(values, request.QueryString, isBelowBase ? request.PathBase : default, spelled);
}
