namespace Perennial.Rules;

/// <summary>
/// Code that runs before pages and files, kept ones too (Next's <c>proxy</c>): it may let a request go on, send it elsewhere, or
/// answer it. One instance for each request, from its services; registered with <c>AddProxy</c>.
/// </summary>
/// <remarks>
/// It does not run when a page is rendered without a visitor: behind a stale page, by regenerate, by the build. What it
/// throws is answered by the app's error page.
/// </remarks>
public interface IProxy
{
    /// <summary>Decides about a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Cancelled when the visitor goes.</param>
    ValueTask<ProxyResult> RunAsync(ProxyContext context, CancellationToken cancellationToken);
}
