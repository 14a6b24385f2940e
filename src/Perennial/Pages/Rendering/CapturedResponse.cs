using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Rendering;

internal sealed record CapturedResponse(
    int Status, IHeaderDictionary Headers, byte[] Body, bool IsByPage, IReadOnlyList<string> VisitorReads, string? TruncationReason = null,
    bool HasTrailers = false);
