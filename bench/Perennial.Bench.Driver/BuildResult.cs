namespace Perennial.Bench.Driver;

/// <summary>One build, of as many pages.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Pages">How many.</param>
/// <param name="CpuMilliseconds">User and system time of the whole process tree, its start included.</param>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="PeakBytes">The largest resident memory of the tree that was seen.</param>
/// <param name="DiskBytes">The length of all files that it left.</param>
internal sealed record BuildResult(string Name, int Pages, double CpuMilliseconds, double Seconds, long PeakBytes, long DiskBytes)
{
    public double CpuPerPage => CpuMilliseconds / Pages;
}
