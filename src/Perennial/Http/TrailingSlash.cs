namespace Perennial.Http;

/// <summary>How the paths of pages end. Only GET and HEAD of what is a page are ever redirected for it.</summary>
public enum TrailingSlash
{
    /// <summary><c>/blog/</c> is redirected to <c>/blog</c>.</summary>
    Remove,

    /// <summary><c>/blog</c> is redirected to <c>/blog/</c>.</summary>
    Add,

    /// <summary>Both answer, with one entry.</summary>
    Leave,
}
