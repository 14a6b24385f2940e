namespace Perennial.Pages;

/// <summary>What a visitor's request fails with when the page that it waited for could not be rendered.</summary>
internal sealed class PageRenderException(string route, Exception error)
    : Exception($"PER2107: the page {route} could not be rendered: {error.Message}", error);
