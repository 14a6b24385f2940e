namespace Perennial.Drafts;

/// <summary>
/// Turns previews on and off for one browser, by a cookie. While they are on, its pages are rendered for each request,
/// <c>IPageContext.IsDraft</c> is true, and nothing of them is kept by anybody. Any service may take it.
/// </summary>
/// <remarks>Whoever calls <see cref="Enable"/> has made sure that the visitor may see drafts. <c>MapDraft</c> does that by a secret.</remarks>
public interface IDraftMode
{
    /// <summary>Whether previews are on in this request; false outside of one.</summary>
    bool IsEnabled { get; }

    /// <summary>
    /// Turns them on, from this request on. Does nothing in a prefetch and for methods other than GET and POST: nobody has
    /// asked for anything then.
    /// </summary>
    /// <exception cref="PerennialException">PER1201: in a render without a visitor; PER1202: outside of a request, or too late in one.</exception>
    void Enable();

    /// <summary>Turns them off, from this request on; not in a prefetch, and only for GET and POST.</summary>
    /// <exception cref="PerennialException">As <see cref="Enable"/>.</exception>
    void Disable();
}
