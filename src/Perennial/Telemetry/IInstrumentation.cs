namespace Perennial.Telemetry;

/// <summary>
/// The app's monitoring: called once when a server starts, and for each error that a request or a background render meets
/// (Next's <c>instrumentation.ts</c>). Added by <see cref="PerennialBuilder.AddInstrumentation{TInstrumentation}"/>, made
/// from the app's services, and disposed of with them.
/// </summary>
public interface IInstrumentation
{
    /// <summary>
    /// Called once for each server, in every environment: after the cache has opened, before the server listens and before
    /// the app's own hosted services start. The start waits for it. Not called by <c>build</c>.
    /// </summary>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="Exception">Stops the start, with its message and exit code 1 (PER1290).</exception>
    Task RegisterAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Called once for each error, behind the response, which never waits for it. An exception is logged and goes no
    /// further. Calls may overlap; while 64 are running, further errors are not told.
    /// </summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="context">Where it happened.</param>
    /// <param name="cancellationToken">Cancelled after five seconds; then nobody waits any more.</param>
    Task OnRequestErrorAsync(
        Exception error, FailedRequest request, RequestErrorContext context, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
