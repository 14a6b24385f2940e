using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perennial.Caching;
using Perennial.Pages;

namespace Perennial;

/// <summary>What a storage is told of the app: it is known in more than one room.</summary>
internal sealed class StorageContexts(IOptions<PerennialOptions> options, BuildIdentity build, TimeProvider time, ILoggerFactory loggers)
{
    public StorageContext For(StoragePurpose purpose) => new()
    {
        Purpose = purpose,
        SiteUrl = options.Value.SiteUrl,
        BuildId = build.Id,
        Options = options.Value.Cache,
        Time = time,
        Loggers = loggers,
    };
}
