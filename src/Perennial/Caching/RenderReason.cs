namespace Perennial.Caching;

/// <summary>Why a render runs.</summary>
internal enum RenderReason
{
    /// <summary>A visit waits for it.</summary>
    Miss,

    /// <summary>Behind a stale entry that was served.</summary>
    Refresh,

    /// <summary>Someone asked for it by name.</summary>
    Regenerate,

    /// <summary>The build makes it.</summary>
    Build,
}
