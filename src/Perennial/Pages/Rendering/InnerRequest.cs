using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Memory;
using Perennial.Http;

namespace Perennial.Pages.Rendering;

/// <summary>
/// What this app answers to somebody without a name: a GET through rules, proxy and the pipeline after <c>UsePerennial</c>,
/// on a request that nobody sent, outside of whatever render asks for it. A kept page comes out of the cache as for any
/// visitor; a file comes from where the app serves it.
/// </summary>
internal sealed class InnerRequest(Pipeline pipeline, CurrentRequest current, IHttpContextFactory contexts, Sites sites, ILogger<InnerRequest> logger)
{
    public Task<(FetchedResponse Response, CacheSlot? Kept)> GetAsync(
        Uri? site, string path, string query, string accept, int maxBodySize, CancellationToken cancellationToken)
    {
        // Nothing of who asks flows in: no render, which it must not tag, no culture. And nothing flows back: the framework's
        // accessor, given another HttpContext, empties the one that it was given before.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => RunAsync(site, path, query, accept, maxBodySize, cancellationToken), CancellationToken.None);
        }
    }

    private async Task<(FetchedResponse Response, CacheSlot? Kept)> RunAsync(
        Uri? site, string path, string query, string accept, int maxBodySize, CancellationToken cancellationToken)
    {
        using var response = new SyntheticResponse(maxBodySize, cancellationToken);
        var answered = new SourceEntry();
        var features = SyntheticRequest.Create(site ?? sites.Main, "", path, query, accept, response);
        features.Set(new PageRequestState { Source = answered });
        var context = contexts.Create(features);
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

        return (new(response.StatusCode, response.Headers, response.Bytes), answered.Slot);
    }
}
