using System.Globalization;

namespace Perennial.Imaging.Protocol;

internal sealed record WorkerArguments(long MemoryLimit, bool DecodeAvif, IReadOnlyList<string> Libraries)
{
    public IEnumerable<string> Format() =>
        [MemoryLimit.ToString(CultureInfo.InvariantCulture), DecodeAvif ? "avif" : "-", .. Libraries];

    public static WorkerArguments Parse(IReadOnlyList<string> arguments) =>
        new(long.Parse(arguments[0], CultureInfo.InvariantCulture), arguments[1] is "avif", [.. arguments.Skip(2)]);
}
