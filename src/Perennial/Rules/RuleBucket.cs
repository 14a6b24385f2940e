namespace Perennial.Rules;

internal sealed class RuleBucket
{
    public RuleBucket(IReadOnlyList<CompiledRule> rules, RuleBucket? parent)
    {
        (Rules, Parent) = ([.. rules], parent);
        Headers = [.. rules.OfType<CompiledHeaders>()];
        Redirects = [.. rules.OfType<CompiledRedirect>()];
        Matchers = [.. rules.OfType<CompiledMatcher>()];
        BeforeFiles = Of(rules, RewritePhase.BeforeFiles);
        AfterFiles = Of(rules, RewritePhase.AfterFiles);
        Fallback = Of(rules, RewritePhase.Fallback);
        HasHeaders = Headers.Length > 0 || parent is { HasHeaders: true };
        HasRedirects = Redirects.Length > 0 || parent is { HasRedirects: true };
        HasMatchers = Matchers.Length > 0 || parent is { HasMatchers: true };
        HasBeforeFiles = BeforeFiles.Length > 0 || parent is { HasBeforeFiles: true };
        HasLateRewrites = AfterFiles.Length + Fallback.Length > 0 || parent is { HasLateRewrites: true };
        FixedHeaders = HeaderSet.Fixed(this);
    }

    public CompiledRule[] Rules { get; }
    public RuleBucket? Parent { get; }

    public CompiledHeaders[] Headers { get; }

    public CompiledRedirect[] Redirects { get; }

    public CompiledMatcher[] Matchers { get; }

    public CompiledRewrite[] BeforeFiles { get; }

    public CompiledRewrite[] AfterFiles { get; }

    public CompiledRewrite[] Fallback { get; }

    /// <summary>Whether here or above there are rules of a kind, so that a request leaves early.</summary>
    public bool HasHeaders { get; }

    public bool HasRedirects { get; }

    public bool HasMatchers { get; }

    public bool HasBeforeFiles { get; }

    public bool HasLateRewrites { get; }
    public HeaderSet? FixedHeaders { get; }

    private static CompiledRewrite[] Of(IEnumerable<CompiledRule> rules, RewritePhase phase) =>
        [.. rules.OfType<CompiledRewrite>().Where(rewrite => rewrite.Rule.Phase == phase)];
}
