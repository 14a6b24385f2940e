namespace Perennial.Rules;

/// <summary>All rules, compiled once. Immutable.</summary>
internal sealed class RuleTable(
    string basePath,
    IReadOnlyList<CompiledHeaders> headers,
    IReadOnlyList<CompiledRedirect> redirects,
    IReadOnlyList<CompiledRewrite> rewrites)
{
    /// <summary>Where the site lives, decoded and without a slash at its end; empty for the root.</summary>
    public string BasePath => basePath;

    public RuleIndex<CompiledHeaders> Headers { get; } = new(headers);

    public RuleIndex<CompiledRedirect> Redirects { get; } = new(redirects);

    public RuleIndex<CompiledRewrite> BeforeFiles { get; } = Of(rewrites, RewritePhase.BeforeFiles);

    public RuleIndex<CompiledRewrite> AfterFiles { get; } = Of(rewrites, RewritePhase.AfterFiles);

    public RuleIndex<CompiledRewrite> Fallback { get; } = Of(rewrites, RewritePhase.Fallback);

    /// <summary>The rewrites to other origins, each an endpoint.</summary>
    public IEnumerable<CompiledRewrite> ExternalRewrites => rewrites.Where(static rewrite => rewrite.External is not null);

    private static RuleIndex<CompiledRewrite> Of(IEnumerable<CompiledRewrite> rewrites, RewritePhase phase) =>
        new(rewrites.Where(rewrite => rewrite.Rule.Phase == phase));
}
