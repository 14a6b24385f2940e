using Perennial.Caching;
using Perennial.Pages;

namespace Perennial.Prerendering;

/// <summary>What came of one path: an entry, a reason why there is none, or an error.</summary>
internal sealed record PathResult(PageAddress Address, TimeSpan Elapsed)
{
    /// <summary>The entry's name; null when none was written.</summary>
    public string? Entry { get; init; }

    public int Status { get; init; }

    public long Size { get; init; }

    public long? Brotli { get; init; }

    public Lifetime Lifetime { get; init; }

    public IReadOnlyList<CacheTag> Tags { get; init; } = [];

    /// <summary>Why it was left out, where that is no error.</summary>
    public string? Warning { get; init; }

    /// <summary>Why a page that declares nothing is not kept.</summary>
    public string? DynamicBecause { get; init; }

    /// <summary>What makes the build fail.</summary>
    public PerennialException? Error { get; init; }
}
