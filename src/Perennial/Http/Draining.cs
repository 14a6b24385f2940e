using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Takes connections down one by one, each behind an answer, before the listener closes and takes the idle ones at once.</summary>
internal static class Draining
{
    /// <summary>Asks the server to end the connection after this answer: <c>Connection: close</c> in HTTP/1.1, GOAWAY in HTTP/2.</summary>
    public static void CloseAfter(HttpContext context) =>
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
}
