namespace Perennial.Tests.PlantedRooms.Pages;

internal sealed class MadeInABody;

internal sealed class NamedInALambda;

internal static class NamedBehindAnAwait
{
    public static int Answer() => Random.Shared.Next();
}
