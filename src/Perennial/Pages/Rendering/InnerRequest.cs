using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Pages.Rendering;

/// <summary>
/// What this app answers to somebody without a name: a GET through rules, proxy and the pipeline after <c>UsePerennial</c>,
/// on a request that nobody sent, outside of whatever render asks for it. A kept page comes out of the cache as for any
/// visitor; a file comes from where the app serves it.
/// </summary>
internal sealed class InnerRequest(Pipeline pipeline, CurrentRequest current, IHttpContextFactory contexts, Sites sites, ILogger<InnerRequest> logger)
{
    /// <exception cref="FetchLimitException">The response is larger than <paramref name="maxBodySize"/>.</exception>
    public async Task<Fetched> GetAsync(string path, string query, string accept, int maxBodySize, CancellationToken cancellationToken)
    {
        // The caller must not inherit what is set for this request.
        await Task.Yield();
        RenderScope.Leave();
        using var response = new SyntheticResponse(maxBodySize, cancellationToken);
        var context = contexts.Create(SyntheticRequest.Create(sites.Main, "", path, query, accept, response));
        using var request = current.Begin(context);
        try
        {
            await pipeline.Ruled(context);
            await response.FinishAsync();
        }
        catch (Exception) when (response.IsTooLarge)
        {
            throw new FetchLimitException(maxBodySize);
        }
        finally
        {
            contexts.Dispose(context);
            await response.EndAsync(logger);
        }

        return new(response.StatusCode, response.Headers, response.Bytes);
    }
}
