using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Marks a request whose response no cache may keep, whatever a header rule says: a draft, an answer to one visitor.</summary>
internal sealed class NoStoreFeature
{
    private static readonly NoStoreFeature Instance = new();

    public static void Mark(HttpContext context) => context.Features.Set(Instance);
}
