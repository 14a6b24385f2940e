using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Localization;
using Perennial.Caching;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Recording;

/// <summary>Notes what one render reads of a visitor, and who read it.</summary>
internal sealed class Recorder(RenderScope scope, PrerenderFeature render, IFeatureCollection features)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, string> _missing = [];

    public PageDefinition Page => render.Address.Page;

    /// <summary>Which components of the render ask for the user without code of the app's own (<c>AuthorizeView</c>).</summary>
    public Gates Gates { get; } = new();

    /// <summary>Something of a visitor was read.</summary>
    /// <param name="value">What is handed on.</param>
    /// <param name="what">What it is, as a message names it.</param>
    /// <param name="isForEveryPage">Whether the framework reads it on the way to any page, so that only an app's own read counts.</param>
    public T Read<T>(T value, string what, bool isForEveryPage = false)
    {
        switch (Readers.Find(Now))
        {
            case ReadBy.App:
                scope.Touch(what + Place());
                break;
            case ReadBy.Framework when !isForEveryPage:
                scope.Touch(what + Gates.Describe());
                break;
        }

        return value;
    }

    /// <summary>
    /// Something was looked for that nobody has put there. In front of <c>UsePerennial</c> somebody may have, for a visitor;
    /// and a page may keep there what it makes itself, so it counts no sooner than at the end.
    /// </summary>
    public void Miss(object key, string what)
    {
        if (Readers.Find(Now) is ReadBy.App)
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
        lock (_lock)
        {
            foreach (var what in _missing.Values)
            {
                scope.Touch(what);
            }

            _missing.Clear();
        }

        return scope.Touches.Count > 0;
    }

    private Readers.Moment Now => new(render.MadeBy is not null, features.Get<IRequestCultureFeature>() is not null);

    /// <returns><c> in Shop.CartBadge.OnInitialized, CartBadge.razor:12</c>, or nothing when no code of the app's is on the stack.</returns>
    private string Place() => AppCode.Of(new StackTrace(fNeedFileInfo: true)) is not { } place ? ""
        : render.MadeBy is null ? $" in {place} (it runs before the page; what must see each visitor stands before UsePerennial)"
        : " in " + place;
}
