namespace Perennial.After;

/// <summary>
/// Work that a visitor need not wait for: it runs after the response is complete, in a scope of services of its own
/// (Next's <c>after</c>). Works in pages, endpoints, middleware after <c>UsePerennial</c>, and in such work itself.
/// </summary>
/// <remarks>
/// On a kept page it runs once for each render, not for each visit. Whether the response was a page, a redirect or an
/// error makes no difference. Outside of a request it begins at once. An exception is logged and goes no further.
/// </remarks>
public interface IAfterResponse
{
    /// <summary>Registers work.</summary>
    /// <param name="work">
    /// Gets services of its own and a token: cancelled after <see cref="AfterOptions.Timeout"/>, or when the process must
    /// end. It must not use the request, whose services are gone by then.
    /// </param>
    /// <returns>
    /// Whether it was taken. Not when <see cref="AfterOptions.MaxQueued"/> pieces of work wait already, or the process is
    /// about to end: that is logged, and the work does not run.
    /// </returns>
    bool Run(Func<IServiceProvider, CancellationToken, Task> work);
}
