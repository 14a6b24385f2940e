using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>
/// Which built entries were replaced or removed at run time, and must not come back: not when the replacement is evicted,
/// and not with a restart. Grows at most to the number of built entries.
/// </summary>
/// <remarks>
/// <para>
/// Each run of <c>build</c> has a list of its own: two runs may have one build id, and what was replaced of the first is new
/// in the second; and who goes back to an earlier build finds what was replaced of that one.
/// </para>
/// <para>
/// If the list is damaged, all built entries of its run count as superseded. That costs renders; the opposite would show
/// old pages.
/// </para>
/// </remarks>
internal sealed class SupersededPages : IDisposable
{
    /// <summary>Lists of earlier runs that are remembered: a rollback further back may show a page once more that was replaced.</summary>
    private const int EarlierRuns = 20;

    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<EntryName, bool> _names = new();
    private readonly string _run;
    private DurableLog? _log;
    private volatile bool _isEverything;

    private SupersededPages(string run) => _run = run;

    public int Count => _names.Count;

    /// <summary>For a process that may write nowhere: it forgets with the process, unless the folder is attached before that.</summary>
    public static SupersededPages InMemory(string run) => new(run);

    public static async Task<SupersededPages> OpenAsync(
        CacheFolder folder, string run, ILogger logger, CancellationToken cancellationToken)
    {
        var pages = InMemory(run);
        await pages.AttachAsync(folder, logger, cancellationToken);
        return pages;
    }

    public Task AttachAsync(CacheFolder folder, ILogger logger, CancellationToken cancellationToken) =>
        Task.Run(() => Attach(folder, logger), cancellationToken);

    public bool Contains(EntryName name) => _isEverything || _names.ContainsKey(name);

    /// <summary>Adds a built entry. When this returns, it is never served again.</summary>
    public ValueTask AddAsync(EntryName name) =>
        Contains(name) ? default : new(Task.Run(() => Add(name)));

    public void Dispose() => _log?.Dispose();

    private void Attach(CacheFolder folder, ILogger logger)
    {
        var log = new DurableLog(folder.Guard, Path.Join(folder.Superseded, SupersededFormat.NameOf(_run)));
        try
        {
            folder.Guard.Prepare(folder.Superseded);
            Forget(log.Path);
            var names = File.Exists(log.Path) ? SupersededFormat.Read(File.ReadAllBytes(log.Path), _run) : [];
            if (names is null)
            {
                Log.SupersededUnreadable(logger, log.Path);
            }

            lock (_writing)
            {
                // Written anew at each start: a torn end and doubles go with it, and its time says when the run was last served.
                log.Replace(SupersededFormat.Write(_run, names is null, _names.Keys.Union(names ?? [])));
                foreach (var name in names ?? [])
                {
                    _names[name] = true;
                }

                (_log, _isEverything) = (log, names is null);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Dispose();
            throw DurableFile.AsIOException(e);
        }
    }

    private static void Forget(string own)
    {
        var earlier = new DirectoryInfo(Path.GetDirectoryName(own)!).EnumerateFiles("*" + SupersededFormat.Extension)
            .Where(file => file.FullName != own)
            .OrderByDescending(static file => file.LastWriteTimeUtc)
            .Skip(EarlierRuns)
            .ToList();
        foreach (var file in earlier)
        {
            DurableFile.TryDelete(file.FullName);
        }
    }

    private void Add(EntryName name)
    {
        lock (_writing)
        {
            if (_names.ContainsKey(name))
            {
                return;
            }

            if (_log is { IsIntact: true })
            {
                _log.Append(SupersededFormat.Record(name));
            }
            else if (_log is not null)
            {
                _log.Replace(SupersededFormat.Write(_run, isEverything: false, _names.Keys.Append(name)));
            }

            _names[name] = true;
        }
    }
}
