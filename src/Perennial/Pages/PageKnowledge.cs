namespace Perennial.Pages;

/// <summary>What was learnt about a page since the process began.</summary>
internal sealed class PageKnowledge
{
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

    public void LearnDynamic(string because) => _dynamicBecause ??= because;
}
