using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>The request that runs now, for services that are made without it: set when one passes the front tier, and in a render.</summary>
/// <remarks>
/// Not <see cref="IHttpContextAccessor"/>: once that is registered, the host sets it for every request of the app, and each
/// time copies the execution context twice. On a hit that was 480 bytes for nobody.
/// </remarks>
internal sealed class CurrentRequest
{
    private readonly AsyncLocal<Holder?> _holder = new();

    public HttpContext? Context => _holder.Value?.Context;

    /// <summary>Must be called in an async method, so that the caller does not inherit it; disposed, nobody finds the request any more.</summary>
    public IDisposable Begin(HttpContext context) => _holder.Value = new Holder(context);

    // Work that outlives its request keeps the execution context, so the context is reached through something that can be emptied.
    private sealed class Holder(HttpContext context) : IDisposable
    {
        public HttpContext? Context { get; private set; } = context;

        public void Dispose() => Context = null;
    }
}
