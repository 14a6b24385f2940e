using System.Runtime.InteropServices;

namespace Perennial.Imaging.Vips;

internal sealed class WorkerLibraries(IReadOnlyList<string> places)
{
    public nint Handle { get; } = places.Select(Load).FirstOrDefault(static handle => handle is not 0);

    private static nint Load(string place) => NativeLibrary.TryLoad(place, out var handle) ? handle : 0;
}
