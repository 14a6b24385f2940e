namespace Perennial.Rules;

/// <summary>Requests that the proxy sees.</summary>
internal sealed class CompiledMatcher(int order, SourceTemplate source, CompiledCondition[] has, CompiledCondition[] missing)
    : CompiledRule(order, source, has, missing);
