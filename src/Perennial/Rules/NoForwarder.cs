using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

/// <summary>Says honestly that nobody asks other origins yet.</summary>
internal sealed class NoForwarder : IRewriteForwarder
{
    public Task ForwardAsync(HttpContext context, Uri destination)
    {
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return Task.CompletedTask;
    }
}
