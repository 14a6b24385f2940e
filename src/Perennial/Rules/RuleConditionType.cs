namespace Perennial.Rules;

/// <summary>Where a condition looks.</summary>
public enum RuleConditionType
{
    /// <summary>A request header.</summary>
    Header,

    /// <summary>A cookie.</summary>
    Cookie,

    /// <summary>A query parameter.</summary>
    Query,

    /// <summary>The host, without its port.</summary>
    Host,
}
