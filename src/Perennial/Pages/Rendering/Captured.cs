using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Rendering;

/// <summary>What a render without a visitor brought: values only.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">All response headers.</param>
/// <param name="Body">The whole body.</param>
/// <param name="IsThePages">Whether the page's own endpoint made it.</param>
/// <param name="Touches">What of a visitor the page read.</param>
/// <param name="Breakage">Why a server would cut it off; null when it is whole.</param>
/// <param name="HasTrailers">Whether more headers follow its body.</param>
internal sealed record Captured(
    int Status, IHeaderDictionary Headers, byte[] Body, bool IsThePages, IReadOnlyList<string> Touches, string? Breakage = null,
    bool HasTrailers = false);
