using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

/// <summary>Asks another origin, and answers with what it says.</summary>
internal interface IRewriteForwarder
{
    /// <param name="context">The request: a visitor's, or a render's.</param>
    /// <param name="destination">The whole URL to ask.</param>
    Task ForwardAsync(HttpContext context, Uri destination);
}
