using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>
/// Which built entries were replaced or removed at run time, and must not come back: not when the replacement is evicted,
/// and not with a restart. Grows at most to the number of built entries.
/// </summary>
/// <remarks>
/// If the list is damaged, all built entries count as superseded until the next run of <c>build</c>. That costs renders; the opposite
/// would show old pages.
/// </remarks>
internal sealed class SupersededPages : IDisposable
{
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<EntryName, bool> _names = new();
    private readonly string _run;
    private DurableLog? _log;
    private volatile bool _isEverything;

    private SupersededPages(string run) => _run = run;

    public int Count => _names.Count;

    /// <summary>For a process that may write nowhere: it forgets with the process, unless the folder is attached before that.</summary>
    public static SupersededPages InMemory(string run) => new(run);

    /// <summary>
    /// The list of a cache folder, for one run of <c>build</c>: two runs may have one build id, and what was replaced of the
    /// first is new in the second.
    /// </summary>
    /// <exception cref="IOException">It can be neither read nor made.</exception>
    public static async Task<SupersededPages> OpenAsync(
        CacheFolder folder, string run, ILogger logger, CancellationToken cancellationToken)
    {
        var pages = InMemory(run);
        await pages.AttachAsync(folder, logger, cancellationToken);
        return pages;
    }

    /// <summary>Adds what the folder's list says, and writes down from now on what is added.</summary>
    /// <exception cref="IOException">The list can be neither read nor made; nothing has changed.</exception>
    public Task AttachAsync(CacheFolder folder, ILogger logger, CancellationToken cancellationToken) =>
        Task.Run(() => Attach(folder, logger), cancellationToken);

    public bool Contains(EntryName name) => _isEverything || _names.ContainsKey(name);

    /// <summary>Adds a built entry. When this returns, it is never served again.</summary>
    /// <exception cref="IOException">It could not be written down.</exception>
    public ValueTask AddAsync(EntryName name) =>
        Contains(name) ? default : new(Task.Run(() => Add(name)));

    public void Dispose() => _log?.Dispose();

    private void Attach(CacheFolder folder, ILogger logger)
    {
        var log = new DurableLog(folder.Guard, folder.SupersededFile);
        try
        {
            var names = File.Exists(log.Path) ? SupersededFormat.Read(File.ReadAllBytes(log.Path), _run) : [];
            if (names is null)
            {
                Log.SupersededUnreadable(logger, log.Path);
            }

            lock (_writing)
            {
                // Written anew at each start: a torn end, another build's list and doubles go with it.
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
