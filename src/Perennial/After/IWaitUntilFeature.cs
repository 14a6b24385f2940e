namespace Perennial.After;

/// <summary>
/// Set on <c>HttpContext.Features</c> by a host that freezes or ends the process between requests: it is told what must
/// end first (Next's <c>waitUntil</c>). <see cref="IAfterResponse"/> looks for it in each request. Kestrel needs none.
/// </summary>
public interface IWaitUntilFeature
{
    /// <summary>
    /// Hands over a task that the host waits for before it lets go of the process. Called while the request runs, and, for
    /// work that registers more work, while an earlier task is still pending.
    /// </summary>
    /// <param name="pending">Ends when the work has ended, well or not. It never fails: errors are logged.</param>
    void WaitUntil(Task pending);
}
