using System.Collections.Concurrent;
using Perennial.Pages.Recording;

namespace Perennial.Pages;

/// <summary>What was learnt about a page since the process began.</summary>
internal sealed class PageKnowledge
{
    // Names that a page makes up would fill the memory.
    private const int MostReads = 200;

    private readonly ConcurrentDictionary<string, bool> _readsOfApp = new(StringComparer.Ordinal);
    private volatile string? _dynamicBecause;
    private volatile bool _hasForm;
    private volatile bool _streams;

    /// <summary>Why a page that declares nothing turned out to depend on its visitor.</summary>
    public string? DynamicBecause => _dynamicBecause;

    /// <summary>Whether a response of this page held a form that posts to the page itself. Once seen, always assumed.</summary>
    public bool HasForm
    {
        get => _hasForm;
        set => _hasForm |= value;
    }

    /// <summary>Whether one of its components renders in a stream, so that a render must wait for all of them. Once seen, always assumed.</summary>
    public bool Streams
    {
        get => _streams;
        set => _streams |= value;
    }

    /// <summary>The culture in which it was rendered last, where its key has none.</summary>
    public string? Culture { get; set; }

    public void LearnDynamic(string because) => _dynamicBecause ??= because;

    /// <summary>
    /// Who reads, by what the stack says now and what was seen before: what the app's own code did so often that it was compiled
    /// into a method of the framework's looks like the framework's read. Once seen, always assumed.
    /// </summary>
    public ReadBy Judge(ReadBy seen, string what)
    {
        if (seen is ReadBy.App && _readsOfApp.Count < MostReads)
        {
            _readsOfApp.TryAdd(what, true);
        }

        return seen is ReadBy.Framework && (_readsOfApp.ContainsKey(what) || _readsOfApp.Count >= MostReads) ? ReadBy.App : seen;
    }
}
