using System.Text.Json;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Guard;
using Perennial.Deployment;
using Perennial.Deployment.Keys;

namespace Perennial;

/// <summary>
/// Instances that share a storage tell each other which keys they have, by fingerprints. Two of one build that have none in
/// common could not read what the other gave its visitors: the second one does not start. Of another build it is a warning.
/// </summary>
/// <remarks>
/// It lies where entries lie, which may be forgotten: then nobody is warned. Each start replaces what stands there, so that keys
/// can be exchanged one after the other: the old one, both, the new one.
/// </remarks>
internal sealed class KeyAgreement(SharedKeys keys, DeploymentIdentity identity, TimeProvider time, ILogger<KeyAgreement> logger)
{
    private const string Site = "site";

    /// <summary>A start must not hang because a database does.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <exception cref="PerennialException">PER1205: another instance of this build has other keys.</exception>
    public async Task CheckAsync(ICacheStore shared, CancellationToken cancellationToken)
    {
        try
        {
            await TimeLimit.RunAsync(token => CompareAsync(shared, token), Limit, time, cancellationToken);
        }
        catch (Exception error) when (error is not PerennialException { Code: "PER1205" } && !cancellationToken.IsCancellationRequested)
        {
            // A storage that is down must not keep a server from starting.
            Deployment.Log.KeysNotCompared(logger, error);
        }
    }

    private async ValueTask CompareAsync(ICacheStore shared, CancellationToken cancellationToken)
    {
        if (identity.BuildId is { } build && await IsOtherAsync(shared, "build " + build, cancellationToken))
        {
            throw new PerennialException(
                "PER1205",
                $"Another instance of this build ({build}) has other keys than this one, so neither can read what the other gave its visitors. "
                + $"Give all instances the same {EncryptionKeyText.Name}; while it is exchanged, both keys with a comma between them.");
        }

        if (await IsOtherAsync(shared, Site, cancellationToken))
        {
            Deployment.Log.OtherKeys(logger);
        }
    }

    private async Task<bool> IsOtherAsync(ICacheStore shared, string name, CancellationToken cancellationToken)
    {
        var key = new EntryKeyBuilder().Add("keys of instances").Add(name).Build();
        var there = await shared.GetAsync(key, CacheKind.Fetch, cancellationToken);
        var isOther = there is not null && !Read(there.Entry).Intersect(keys.Fingerprints, StringComparer.Ordinal).Any();
        if (isOther && name is not Site)
        {
            return true;
        }

        var entry = new CacheEntry(
            new()
            {
                Kind = CacheKind.Fetch,
                Tags = [],
                Position = LedgerPosition.Unwatched,
                CreatedAt = time.GetUtcNow(),
                Lifetime = default,
                Label = "fingerprints of encryption keys",
            },
            [JsonSerializer.SerializeToUtf8Bytes(keys.Fingerprints)]);
        var put = await shared.PutAsync(key, entry, there is null ? PutCondition.IfAbsent : PutCondition.IfVersion(there.Version), cancellationToken);

        // Another one starts at the same moment, and was faster: it is compared with what that one has written.
        return put is PutResult.Superseded ? await IsOtherAsync(shared, name, cancellationToken) : isOther;
    }

    private static string[] Read(CacheEntry entry)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(entry.Sections[0].Span) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
