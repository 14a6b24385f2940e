using Microsoft.AspNetCore.Components;

namespace Perennial.EndToEnd.App.Components.Addresses;

public sealed class Place(NavigationManager navigation) : IPlace
{
    public string Current => navigation.Uri;
}
