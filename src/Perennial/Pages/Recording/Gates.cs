using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Perennial.Pages.Recording;

/// <summary>
/// The <c>AuthorizeView</c>s of one render. They ask for the user in the framework's own code, so no frame names a component
/// of the app's; but what they show was written in one, and its name is what a developer needs.
/// </summary>
internal sealed class Gates
{
    private readonly ConcurrentQueue<AuthorizeView> _views = new();

    public void Note(IComponent component)
    {
        if (component is AuthorizeView view)
        {
            _views.Enqueue(view);
        }
    }

    /// <returns><c> in &lt;AuthorizeView&gt; of Shop.Layout.NavMenu (…)</c>, or nothing when there is none.</returns>
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
