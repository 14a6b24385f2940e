using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Marks a request whose response no cache may keep, whatever a header rule says: a draft, an answer to one visitor.</summary>
internal sealed class NeverCached
{
    private static readonly NeverCached Instance = new();

    public static void Mark(HttpContext context) => context.Features.Set(Instance);
}
