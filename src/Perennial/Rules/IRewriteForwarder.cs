using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

internal interface IRewriteForwarder
{
    Task ForwardAsync(HttpContext context, Uri destination);
}
