namespace Perennial.Pages;

/// <summary>The page is rendered for every request and never kept.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class DynamicPageAttribute : Attribute;
