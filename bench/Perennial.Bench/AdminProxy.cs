using Perennial.Rules;

namespace Perennial.Bench;

/// <summary>A proxy that guards a part of the site.</summary>
internal sealed class AdminProxy : IProxy
{
    public ValueTask<ProxyResult> RunAsync(ProxyContext context, CancellationToken cancellationToken) =>
        new(ProxyResult.Respond(Results.StatusCode(StatusCodes.Status403Forbidden)));
}
