namespace Perennial.Bench.Driver;

/// <summary>A server and the page of it that is asked for.</summary>
/// <param name="Name">As it stands in the report.</param>
/// <param name="Path">The page.</param>
/// <param name="Start">Starts the server; candidates with the same <paramref name="Process"/> share one.</param>
/// <param name="Process">The name of the process.</param>
/// <param name="Counts">Whether it answers <c>/_bench</c> about itself.</param>
internal sealed record Candidate(string Name, string Path, Func<Server> Start, string Process, bool Counts = false);
