using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching.Files;

/// <summary>A folder, or the reason why there is none.</summary>
internal sealed record CacheFolderResult(CacheFolder? Folder, string? Reason)
{
    [MemberNotNullWhen(true, nameof(Folder))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsOpen => Folder is not null;
}
