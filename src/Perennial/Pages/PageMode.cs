namespace Perennial.Pages;

/// <summary>How a page is made.</summary>
internal enum PageMode
{
    /// <summary>For each request.</summary>
    Dynamic,

    /// <summary>Once, until invalidated.</summary>
    Static,

    /// <summary>Again after some seconds, behind a visit.</summary>
    Incremental,

    /// <summary>Nothing is declared: static if a render without a visitor touches nothing of one.</summary>
    Auto,
}
