using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Redirects, rewrites and response headers by path, compiled once when the app starts. Sources are route templates, as in
/// <c>MapGet</c>: <c>/blog/{slug}</c>, <c>/{**path}</c>, <c>/old/{id:int}</c>.
/// </summary>
public sealed class RuleOptions
{
    /// <summary>The path below which the whole site lives, for example <c>/docs</c>. What lies outside of it is 404.</summary>
    /// <value>null: the site lives at <c>/</c></value>
    public string? BasePath { get; set; }

    /// <summary>How the paths of pages end.</summary>
    /// <value><see cref="TrailingSlash.Remove"/></value>
    public TrailingSlash TrailingSlash { get; set; }

    /// <summary>Paths that moved. The first that matches answers.</summary>
    /// <value>none</value>
    public RedirectRules Redirects { get; } = [];

    /// <summary>Paths that are answered by another path, or by another origin, without the visitor seeing it.</summary>
    /// <value>none</value>
    public RewriteRules Rewrites { get; } = [];

    /// <summary>Response headers by path. All that match apply; of several that set one header the last wins.</summary>
    /// <value>none</value>
    public HeaderRules Headers { get; } = [];
}
