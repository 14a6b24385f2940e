using System.Diagnostics;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>Notes what one request to a page reads of a visitor, and who read it.</summary>
/// <param name="page">The page.</param>
/// <param name="now">How far the request is.</param>
/// <param name="touch">Takes what counts.</param>
internal sealed class Recorder(PageDefinition page, Func<Readers.Moment> now, Action<string> touch)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, string> _missing = [];
    private volatile bool _hasTouched;
    private volatile bool _isClosed;

    public PageDefinition Page => page;

    /// <summary>
    /// Whether a visitor's own request is watched (in Development). There the framework reads for the visitor what it does not
    /// read in a render, so that only the app's own reads tell.
    /// </summary>
    public bool IsBeside { get; init; }

    /// <summary>Which components of the render ask for the user without code of the app's own (<c>AuthorizeView</c>).</summary>
    public Gates Gates { get; } = new();

    /// <summary>Something of a visitor was read.</summary>
    /// <param name="value">What is handed on.</param>
    /// <param name="what">What it is, as a message names it.</param>
    /// <param name="isForEveryPage">Whether the framework reads it on the way to any page, so that only an app's own read counts.</param>
    public T Read<T>(T value, string what, bool isForEveryPage = false)
    {
        switch (WhoReads(what))
        {
            case ReadBy.App:
            case ReadBy.Framework when !isForEveryPage && !IsBeside:
                Touch(what);
                break;
        }

        return value;
    }

    /// <summary>The user was looked at: by code, or by a component of the framework's whose owner is to be named.</summary>
    public T ReadUser<T>(T value)
    {
        const string What = "the user";
        switch (WhoReads(What))
        {
            case ReadBy.Framework when Gates.Describe() is { Length: > 0 } gates:
                Note(What + gates);
                break;
            case ReadBy.App:
            case ReadBy.Framework when !IsBeside:
                Touch(What);
                break;
        }

        return value;
    }

    /// <summary>Something of a visitor was asked for, whoever did; the place is named with it.</summary>
    public void Touch(string what) => Note(what + Place());

    /// <summary>The same, of which the place is known.</summary>
    public void Note(string what)
    {
        _hasTouched = true;
        touch(what);
    }

    /// <summary>
    /// Something was looked for that nobody has put there. In front of <c>UsePerennial</c> somebody may have, for a visitor;
    /// and a page may keep there what it makes itself, so it counts no sooner than at the end.
    /// </summary>
    public void Miss(object key, string what)
    {
        if (!_isClosed && WhoReads(what) is ReadBy.App)
        {
            var place = Place();
            lock (_lock)
            {
                _missing.TryAdd(key, $"{what}, which nothing behind UsePerennial has set{place}");
            }
        }
    }

    public void Found(object key)
    {
        lock (_lock)
        {
            _missing.Remove(key);
        }
    }

    /// <summary>The render is through: what was missed and never came counts.</summary>
    /// <returns>Whether anything of a visitor was read.</returns>
    public bool Close()
    {
        _isClosed = true;
        lock (_lock)
        {
            foreach (var what in _missing.Values)
            {
                Note(what);
            }

            _missing.Clear();
        }

        return _hasTouched;
    }

    private ReadBy WhoReads(string what) => Readers.Find(now()) is var seen && IsBeside ? seen : page.Knowledge.Judge(seen, what);

    /// <returns><c> in Shop.CartBadge.OnInitialized, CartBadge.razor:12</c>; the page where no code of the app's is on the stack.</returns>
    private string Place() => AppCode.Of(new StackTrace(fNeedFileInfo: true)) is not { } place ? " in " + PageNames.Spoken(page)
        : !now().IsInPage ? $" in {place} (it runs before the page; what must see each visitor stands before UsePerennial)"
        : AppCode.HasFile(place) ? " in " + place
        : $" in {place} of {PageNames.Spoken(page)}";
}
