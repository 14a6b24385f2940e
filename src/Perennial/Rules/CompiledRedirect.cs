namespace Perennial.Rules;

internal sealed class CompiledRedirect(
    int order, SourceTemplate source, CompiledCondition[] has, CompiledCondition[] missing, Destination destination, int status)
    : CompiledRule(order, source, has, missing)
{
    public Destination Destination => destination;

    public int Status => status;
}
