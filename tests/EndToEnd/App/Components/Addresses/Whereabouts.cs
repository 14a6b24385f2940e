using Microsoft.AspNetCore.Components;

namespace Perennial.EndToEnd.App.Components.Addresses;

/// <summary>Looks once, when it is made.</summary>
public sealed class Whereabouts
{
    public Whereabouts(NavigationManager navigation)
    {
        ArgumentNullException.ThrowIfNull(navigation);
        First = navigation.Uri;
    }

    public string First { get; }
}
