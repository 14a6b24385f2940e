namespace Perennial.Caching;

/// <summary>How much optimised images may take, apart from pages: whoever asks for every width of every picture must not evict a page.</summary>
/// <param name="DiskLimit">Bytes on disk; 0 keeps none there.</param>
/// <param name="DiskFileLimit">Files on disk.</param>
/// <param name="UsesHandler">Whether an app's own cache handler keeps them, too.</param>
internal sealed record ImageQuota(long DiskLimit, int DiskFileLimit, bool UsesHandler)
{
    /// <summary>For a process that makes no images.</summary>
    public static ImageQuota None { get; } = new(0, 0, UsesHandler: false);
}
