namespace Perennial.Rules;

/// <summary>When a rewrite is tried.</summary>
public enum RewritePhase
{
    /// <summary>After files and pages with a fixed path, before pages whose path has parameters.</summary>
    AfterFiles,

    /// <summary>Before everything: it can put another page in the place of one that exists.</summary>
    BeforeFiles,

    /// <summary>When neither a file nor a page answers.</summary>
    Fallback,
}
