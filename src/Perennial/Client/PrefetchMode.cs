namespace Perennial.Client;

/// <summary>Which linked pages a browser gets ahead. A link's own <c>data-prefetch</c> (<c>false</c>, <c>hover</c>, <c>view</c>) says otherwise.</summary>
public enum PrefetchMode
{
    /// <summary>The page of a link that the visitor points at or touches.</summary>
    Hover,

    /// <summary>Also the kept pages of links that are in view, at most 20 for each page load.</summary>
    View,

    /// <summary>None.</summary>
    None,
}
