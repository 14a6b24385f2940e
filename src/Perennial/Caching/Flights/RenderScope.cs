namespace Perennial.Caching.Flights;

/// <summary>
/// What is known about the render that this code runs in: where the ledger stood, the tags collected so far, the lifetime,
/// and what was touched of a visitor. Ambient, because data is fetched by HTTP handlers that live in another DI scope
/// than the page.
/// </summary>
internal sealed class RenderScope : IDisposable
{
    /// <summary>The most tags that one entry carries. More would make every invalidation check of it slow.</summary>
    public const int MaxTags = 128;

    private static readonly AsyncLocal<RenderScope?> Ambient = new();

    private readonly Lock _lock = new();
    private readonly HashSet<CacheTag> _tags = [];
    private readonly List<string> _visitorReads = [];
    private Lifetime _lifetime;
    private readonly bool _isDraft;
    private volatile bool _hasEnded;

    private RenderScope(LedgerPosition startedAt, RenderReason reason, IReadOnlyCollection<string> declaredQuery)
    {
        Position = startedAt;
        Reason = reason;
        DeclaredQuery = declaredQuery;
    }

    private RenderScope() => (_isDraft, Position, DeclaredQuery) = (true, LedgerPosition.Unwatched, []);

    /// <summary>The render that is running here, or null outside of one. Work that outlives its render is outside of it.</summary>
    public static RenderScope? Current => Ambient.Value is { _hasEnded: false, _isDraft: false } scope ? scope : null;

    /// <summary>
    /// Whether what runs here is shown to an editor alone: kept data must be neither read nor written. Nothing here keeps data
    /// yet, so that only tests ask; it stands beside <see cref="Current"/> because it is begun and ended with it, and who keeps
    /// data could not find it out elsewhere.
    /// </summary>
    public static bool IsDraft => Ambient.Value is { _hasEnded: false, _isDraft: true };

    public RenderReason Reason { get; }

    // Part of the key, so reading them does not make the page dynamic.
    public IReadOnlyCollection<string> DeclaredQuery { get; }
    public LedgerPosition Position { get; }

    /// <summary>What the page and its data allow at the most; for ever when nobody said anything.</summary>
    public Lifetime Lifetime
    {
        get
        {
            lock (_lock)
            {
                return _lifetime;
            }
        }
    }

    public IReadOnlyList<CacheTag> Tags
    {
        get
        {
            lock (_lock)
            {
                return [.. _tags];
            }
        }
    }

    public IReadOnlyList<string> VisitorReads
    {
        get
        {
            lock (_lock)
            {
                return [.. _visitorReads];
            }
        }
    }

    public static RenderScope Begin(
        LedgerPosition startedAt, RenderReason reason, IReadOnlyCollection<string> declaredQuery) =>
        Ambient.Value = new RenderScope(startedAt, reason, declaredQuery);

    /// <summary>
    /// Begins a request that shows drafts. Nothing of it will be kept, so there is nothing to collect and <see cref="Current"/>
    /// stays null. A render that such a request starts for everybody has a scope of its own.
    /// </summary>
    public static RenderScope BeginDraft() => Ambient.Value = new RenderScope();

    /// <summary>The render is over. What it started and did not wait for still flows with this scope, and must not find it.</summary>
    public void End() => _hasEnded = true;

    void IDisposable.Dispose() => End();

    public void Add(CacheTag tag)
    {
        lock (_lock)
        {
            if (_tags.Count == MaxTags && !_tags.Contains(tag))
            {
                throw new PerennialException(
                    "PER2103",
                    $"The tag '{tag}' would be the {MaxTags + 1}th of one page. Tag the list instead of each of its items.");
            }

            _tags.Add(tag);
        }
    }

    public void Shorten(Lifetime lifetime)
    {
        lock (_lock)
        {
            _lifetime = _lifetime.Min(lifetime);
        }
    }

    public void NoteVisitorRead(string what)
    {
        lock (_lock)
        {
            if (!_visitorReads.Contains(what, StringComparer.Ordinal))
            {
                _visitorReads.Add(what);
            }
        }
    }
}
