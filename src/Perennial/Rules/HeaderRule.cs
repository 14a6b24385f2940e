namespace Perennial.Rules;

/// <summary>Response headers for the paths that a source matches. Kept pages get them live: they are not part of an entry.</summary>
public sealed class HeaderRule : Rule
{
    /// <summary>
    /// Names and values. <c>{name}</c> in a value is replaced by a value of the source or of a condition; <c>{{</c> is a brace.
    /// </summary>
    public IDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
