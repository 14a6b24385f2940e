using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

internal sealed class Recorder(PageDefinition page, Func<ReadAttribution.Moment> now, Action<string> touch)
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
    public AuthorizeViews AuthorizeViews { get; } = new();

    public static Recorder? Of(HttpContext? context) => context is null ? null : PageRequestState.Find(context)?.Recorder;

    /// <param name="value">What is handed on.</param>
    /// <param name="what">What it is, as a message names it.</param>
    /// <param name="kind">What the framework reads on the way to any page counts only where an app's own code reads it.</param>
    public T Read<T>(T value, string what, ReadKind kind = ReadKind.Visitor)
    {
        switch (WhoReads(what, kind))
        {
            case ReadBy.App:
            case ReadBy.Framework when kind is ReadKind.Visitor && !IsBeside:
                NoteRead(what);
                break;
        }

        return value;
    }

    public T ReadUser<T>(T value)
    {
        const string What = "the user";
        switch (WhoReads(What, ReadKind.Visitor))
        {
            case ReadBy.Framework when AuthorizeViews.Describe() is { Length: > 0 } gates:
                Note(What + gates);
                break;
            case ReadBy.App:
            case ReadBy.Framework when !IsBeside:
                NoteRead(What);
                break;
        }

        return value;
    }

    public void NoteRead(string what) => Note(what + Place());

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
        if (!_isClosed && WhoReads(what, ReadKind.EveryPage) is ReadBy.App)
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

    // Lookups that found nothing until the end count as reads.
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

    private ReadBy WhoReads(string what, ReadKind kind) => ReadAttribution.Find(now(), kind) is var seen && IsBeside ? seen : page.Observations.Judge(seen, what);

    private string Place() => AppStackFrame.Of(new StackTrace(fNeedFileInfo: true)) is not { } place ? " in " + PageNames.DisplayName(page)
        : !now().IsInPage ? $" in {place} (it runs before the page; what must see each visitor stands before UsePerennial)"
        : AppStackFrame.HasFile(place) ? " in " + place
        : $" in {place} of {PageNames.DisplayName(page)}";
}

/// <summary>
/// The <c>AuthorizeView</c>s of one render. They ask for the user in the framework's own code, so no frame names a component
/// of the app's; but what they show was written in one, and its name is what a developer needs.
/// </summary>
internal sealed class AuthorizeViews
{
    private readonly ConcurrentQueue<AuthorizeView> _views = new();

    public void Note(IComponent component)
    {
        if (component is AuthorizeView view)
        {
            _views.Enqueue(view);
        }
    }

    public string Describe()
    {
        var owners = _views.Select(OwnerOf).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return owners.Count == 0 ? ""
            : $" in <AuthorizeView> of {string.Join(", ", owners)} (give pages that are kept a layout without it, or ask for the user by a script)";
    }

    // A fragment is a method of the component in whose file it stands, or of a type that the compiler made within it.
    private static string? OwnerOf(AuthorizeView view)
    {
        var type = (view.Authorized?.Method ?? view.NotAuthorized?.Method ?? view.ChildContent?.Method ?? view.Authorizing?.Method)?.DeclaringType;
        while (type is { IsNested: true } && type.Name.Contains('<', StringComparison.Ordinal))
        {
            type = type.DeclaringType;
        }

        return type?.FullName;
    }
}
