namespace Perennial.Rules;

/// <summary>What is wrong with one setting of a rule. Caught by the compiler, which knows where it stands.</summary>
internal sealed class RuleException(string code, string what) : Exception(what)
{
    public string Code => code;
}
