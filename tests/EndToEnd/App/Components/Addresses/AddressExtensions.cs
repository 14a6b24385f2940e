using Microsoft.AspNetCore.Components;

namespace Perennial.EndToEnd.App.Components.Addresses;

/// <summary>As it stands in many apps.</summary>
public static class AddressExtensions
{
    public static string QueryOf(this NavigationManager navigation)
    {
        ArgumentNullException.ThrowIfNull(navigation);
        return new Uri(navigation.Uri).Query;
    }
}
