namespace Perennial.Pages.Rendering;

internal enum StorableVerdict
{
    /// <summary>It may be kept.</summary>
    Keep,

    /// <summary>Right, but not for everybody, or not for later.</summary>
    NotKept,

    /// <summary>The render went wrong.</summary>
    Failed,
}
