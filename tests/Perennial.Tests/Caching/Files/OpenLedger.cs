using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

/// <summary>A ledger in a folder, both closed together.</summary>
internal sealed record OpenLedger(CacheFolder Folder, FileTagLedger Ledger) : IAsyncDisposable
{
    public static async Task<OpenLedger> At(string path, int tagLimit = 100_000, ILogger? logger = null)
    {
        var folder = await CacheFolder.OpenAsync(path, CancellationToken.None);
        Assert.True(folder.IsOpen, folder.Reason);
        try
        {
            return new(folder.Folder, await FileTagLedger.OpenAsync(folder.Folder, tagLimit, logger ?? NullLogger.Instance, CancellationToken.None));
        }
        catch
        {
            folder.Folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        Folder.Dispose();
    }
}
