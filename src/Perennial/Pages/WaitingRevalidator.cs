using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

// For services that start before the cache is open: their calls wait for it.
internal sealed class WaitingRevalidator(EnsureCacheOpen open, Pipeline pipeline, PageOptions options, TimeProvider time, IServiceProvider services) : IRevalidator
{
    public async Task<Invalidation> RevalidateAsync(CacheTag tag, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken)).StampAsync([tag], InvalidationKind.Revalidate, cancellationToken);

    public async Task<Invalidation> RevalidateAsync(IEnumerable<CacheTag> tags, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken)).StampAsync(tags, InvalidationKind.Revalidate, cancellationToken);

    public async Task<Invalidation> ExpireAsync(CacheTag tag, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken)).StampAsync([tag], InvalidationKind.Expire, cancellationToken);

    public async Task<Invalidation> ExpireAsync(IEnumerable<CacheTag> tags, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken)).StampAsync(tags, InvalidationKind.Expire, cancellationToken);

    public async Task RegenerateAsync(string path, CancellationToken cancellationToken = default)
    {
        var verbs = await OpenAsync(cancellationToken);
        await PipelineAsync(path, cancellationToken);
        await verbs.RegenerateAsync(path, cancellationToken);
    }

    private async Task<OpenRevalidator> OpenAsync(CancellationToken cancellationToken)
    {
        await open(cancellationToken);
        return services.GetRequiredService<OpenRevalidator>();
    }

    /// <summary>
    /// A render needs the app's whole pipeline, which is made when the server starts. A worker that runs beside the start may
    /// wait for it; one that the start waits for would do so for ever, and nothing here tells the two apart.
    /// </summary>
    private async Task PipelineAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await pipeline.WhenSet.WaitAsync(options.RenderTimeout, time, cancellationToken);
        }
        catch (TimeoutException error)
        {
            throw new PerennialException(
                "PER2111",
                $"The page {path} could not be rendered: after {options.RenderTimeout} the app has not started. What the start itself waits for "
                + "(StartAsync of a hosted service, code before Run) cannot regenerate; do it in ExecuteAsync or StartedAsync, or revalidate.",
                error);
        }
    }
}
