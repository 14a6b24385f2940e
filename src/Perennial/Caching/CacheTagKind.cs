namespace Perennial.Caching;

/// <summary>The name space of a <see cref="CacheTag"/>. Spaces never meet: a user's tag cannot name a path by accident.</summary>
public enum CacheTagKind
{
    /// <summary>A tag that the app chose.</summary>
    User = 1,

    /// <summary>The path of one page, as the site shows it.</summary>
    Path = 2,

    /// <summary>A route pattern: every page made by it.</summary>
    Route = 3,

    /// <summary>Every entry there is.</summary>
    All = 4,

    /// <summary>One picture, by its path or URL: every size and format of it.</summary>
    Image = 5,
}
