namespace Perennial.Pages;

/// <summary>The page is rendered once, by <c>build</c> or by its first visit, and kept until one of its tags is invalidated.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class PrerenderAttribute : KeptPageAttribute;
