using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Perennial.Client;
using Perennial.Deployment.Archive;
using Perennial.Http;

namespace Perennial;

internal sealed class DeployedAssets(
    AssetArchive archive, ClientScript script, EndpointDataSource endpoints, IWebHostEnvironment environment, IServiceScopeFactory scopes, TimeProvider time)
    : IDisposable
{
    // Much less than assets are kept, and nothing to a disk.
    private static readonly TimeSpan TouchInterval = TimeSpan.FromHours(1);

    private ITimer? _touch;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        // In Development files change under their names.
        if (environment.IsDevelopment())
        {
            return;
        }

        var isClosed = await HasFallbackPolicyAsync();
        await archive.OpenAsync(
            [Own(), .. PublicAssets.Of(endpoints.Endpoints, environment.WebRootFileProvider, isClosed)], cancellationToken);
        _touch = time.CreateTimer(static archive => ((AssetArchive)archive!).Touch(), archive, TouchInterval, TouchInterval);
    }

    public void Close() => archive.Touch();

    public void Dispose() => _touch?.Dispose();

    private AssetSource Own() => new(script.Path, ClientScript.ContentType,
    [
        File(null, ContentCoding.Identity),
        File("br", ContentCoding.Brotli),
        File("gzip", ContentCoding.Gzip),
    ]);

    private AssetSource.File File(string? encoding, ContentCoding coding) =>
        new(encoding, EntityTags.For(script.Tag, coding), null, () => new MemoryStream(script.Bytes(coding), writable: false));

    private async Task<bool> HasFallbackPolicyAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await FallbackPolicy.IsSetAsync(scope.ServiceProvider);
    }
}
