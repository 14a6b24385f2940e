namespace Perennial.Rules;

internal sealed class CompiledHeaders(
    int order,
    SourceTemplate source,
    CompiledCondition[] has,
    CompiledCondition[] missing,
    IReadOnlyList<(string Name, TextTemplate Value)> values)
    : CompiledRule(order, source, has, missing)
{
    public IReadOnlyList<(string Name, TextTemplate Value)> Values => values;

    public bool IsFixed { get; } = source.TakesAllBelow && has.Length + missing.Length == 0 && values.All(static pair => pair.Value.Constant is not null);
}
