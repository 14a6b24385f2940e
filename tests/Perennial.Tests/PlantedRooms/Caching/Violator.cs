using Perennial.Tests.PlantedRooms.Pages;

namespace Perennial.Tests.PlantedRooms.Caching;

/// <summary>Looks where it must not, only inside bodies: what RoomsTests must be able to see.</summary>
internal sealed class Violator
{
    public static int ByConstruction() => new MadeInABody().GetHashCode();

    public static async Task<int> BehindAnAwait()
    {
        await Task.Yield();
        return NamedBehindAnAwait.Answer();
    }

    public static Func<object, bool> InALambda() => value => value is NamedInALambda;
}
