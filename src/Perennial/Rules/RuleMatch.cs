namespace Perennial.Rules;

/// <summary>A rule that concerns a request.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Values">What its placeholders stand for; null when there are none.</param>
internal readonly record struct RuleMatch<TRule>(TRule Rule, RuleValues? Values)
    where TRule : CompiledRule;
