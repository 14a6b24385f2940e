using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Marks a response as a file whose name changes with its content, so that nobody's word about its path counts for it.</summary>
internal sealed class ImmutableFile
{
    private static readonly ImmutableFile Instance = new();

    public static void Mark(HttpContext context) => context.Features.Set(Instance);
}
