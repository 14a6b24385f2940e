namespace Perennial.EndToEnd.App.Components.Addresses;

/// <summary>A service of the app's that knows the address.</summary>
public interface IPlace
{
    string Current { get; }
}
