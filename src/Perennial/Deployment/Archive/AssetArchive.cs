using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Perennial.Deployment.Archive;

/// <summary>
/// The fingerprinted assets of this and of earlier deployments. Other processes, of this deployment, of the last one or of
/// the next, use the same folder at the same time.
/// </summary>
internal sealed class AssetArchive(DeploymentOptions options, TimeProvider time, ILogger<AssetArchive> logger)
{
    // Others hold the lock for as long as it takes to copy a deployment's assets.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    /// <summary>Requests for files that are nowhere must not cost a look into the folder each.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly ArchiveFolder _folder = new(Path.GetFullPath(options.AssetArchive.Directory, AppContext.BaseDirectory), logger);
    private readonly ConcurrentDictionary<string, bool> _verified = new(StringComparer.Ordinal);
    private readonly Lock _looking = new();
    private FrozenDictionary<string, ArchivedAsset> _assets = FrozenDictionary<string, ArchivedAsset>.Empty;
    private DateTime _stamp;
    private long _lookedAt;
    private string? _own;

    public bool IsOpen { get; private set; }

    /// <summary>
    /// Puts this deployment's assets into the archive, and drops what is over the limits. Trouble with the folder costs open
    /// tabs their old files, and never the start.
    /// </summary>
    public async Task OpenAsync(IEnumerable<AssetSource> sources, CancellationToken cancellationToken)
    {
        if (!options.AssetArchive.Enabled)
        {
            return;
        }

        try
        {
            await Task.Run(() => PublishAsync([.. sources], cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.ArchiveUnusable(logger, _folder.Root, e.Message);
        }

        // A read-only folder can still serve the assets of earlier deployments.
        Look();
        IsOpen = true;
    }

    /// <summary>Says that this deployment is still served, so that its age begins when it no longer is.</summary>
    public void Touch()
    {
        if (_own is not null)
        {
            _folder.Touch(_own, time.GetUtcNow());
        }
    }

    public ArchivedAsset? Find(string path)
    {
        if (_assets.TryGetValue(path, out var asset))
        {
            return asset;
        }

        // The next deployment may run beside this process already, and its pages send their requests here, too.
        if (time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < LookInterval || !_looking.TryEnter())
        {
            return null;
        }

        try
        {
            Volatile.Write(ref _lookedAt, time.GetTimestamp());
            Look();
        }
        finally
        {
            _looking.Exit();
        }

        return _assets.GetValueOrDefault(path);
    }

    // Null when the file is missing or damaged.
    public async ValueTask<string?> OpenAsync(ArchivedFile file, CancellationToken cancellationToken)
    {
        if (_verified.ContainsKey(file.Hash) || await _folder.VerifyAsync(file, cancellationToken))
        {
            _verified.TryAdd(file.Hash, true);
            var path = _folder.PathOf(file);
            return File.Exists(path) ? path : null;
        }

        return null;
    }

    private async Task PublishAsync(IReadOnlyList<AssetSource> sources, CancellationToken cancellationToken)
    {
        var set = new AssetSet { Assets = [.. sources.Select(Describe).OfType<ArchivedAsset>().OrderBy(static asset => asset.Path, StringComparer.Ordinal)] };
        var (name, bytes) = AssetSetFile.Write(set);
        using var held = await _folder.LockAsync(LockPatience, cancellationToken);
        var own = new StoredSet(name, time.GetUtcNow(), set);
        var kept = Retention.Choose(_folder.ReadSets(), own, options.AssetArchive, own.LastServed);
        _folder.Sweep(kept);
        if (!kept.Contains(own))
        {
            Log.ArchiveTooSmall(logger, set.Files.DistinctBy(static file => file.Hash).Sum(static file => file.Length), options.AssetArchive.SizeLimit);
            return;
        }

        foreach (var asset in set.Assets)
        {
            Copy(asset, sources.First(source => source.Path == asset.Path));
        }

        _folder.Write(name, bytes, own.LastServed);
        _own = name;
        Log.Archived(logger, _folder.Root, set.Assets.Count, kept.Count - 1);
    }

    private void Copy(ArchivedAsset asset, AssetSource source)
    {
        for (var i = 0; i < asset.Files.Count; i++)
        {
            using var stream = source.Files[i].Open();
            _folder.Write(asset.Files[i], stream);
        }
    }

    private static ArchivedAsset? Describe(AssetSource source)
    {
        var files = new List<ArchivedFile>();
        foreach (var file in source.Files)
        {
            try
            {
                using var stream = file.Open();
                var hash = SHA256.HashData(stream);
                if (file.Sha256 is not null && file.Sha256 != Convert.ToBase64String(hash))
                {
                    return null;
                }

                files.Add(new() { Hash = Convert.ToHexStringLower(hash), Length = stream.Position, ETag = file.ETag, Encoding = file.Encoding });
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }

        return new() { Path = source.Path, ContentType = source.ContentType, Files = files };
    }

    private void Look()
    {
        try
        {
            TryLook();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.ArchiveUnusable(logger, _folder.Root, e.Message);
        }
    }

    private void TryLook()
    {
        var stamp = _folder.Stamp;
        if (stamp == _stamp)
        {
            return;
        }

        _stamp = stamp;
        var assets = new Dictionary<string, ArchivedAsset>(StringComparer.Ordinal);
        foreach (var asset in _folder.ReadSets().OrderByDescending(static set => set.LastServed).SelectMany(static set => set.Set.Assets))
        {
            assets.TryAdd(asset.Path, asset);
        }

        _assets = assets.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
