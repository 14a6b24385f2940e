namespace Perennial.Rules;

/// <summary>Something that a request has or has not.</summary>
public sealed class RuleCondition
{
    /// <summary>Where to look.</summary>
    public RuleConditionType Type { get; set; }

    /// <summary>The name of the header, cookie or query parameter. A host has none.</summary>
    /// <value>null</value>
    public string? Key { get; set; }

    /// <summary>
    /// What the whole value must be, as a regular expression that runs without backtracking and for 100 ms at the most.
    /// Null: any value. Its named groups are placeholders for the destination, <c>(?&lt;user&gt;.+)</c> for
    /// <c>{user}</c>; without a value, the key is the placeholder.
    /// </summary>
    /// <value>null</value>
    public string? Value { get; set; }

    /// <summary>A request header.</summary>
    public static RuleCondition Header(string key, string? value = null) => new() { Type = RuleConditionType.Header, Key = key, Value = value };

    /// <summary>A cookie.</summary>
    public static RuleCondition Cookie(string key, string? value = null) => new() { Type = RuleConditionType.Cookie, Key = key, Value = value };

    /// <summary>A query parameter.</summary>
    public static RuleCondition Query(string key, string? value = null) => new() { Type = RuleConditionType.Query, Key = key, Value = value };

    /// <summary>The host that the request names, without its port.</summary>
    public static RuleCondition Host(string value) => new() { Type = RuleConditionType.Host, Value = value };
}
