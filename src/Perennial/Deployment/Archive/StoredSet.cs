namespace Perennial.Deployment.Archive;

/// <summary>A set in the archive.</summary>
/// <param name="Name">Its file's name, without extension.</param>
/// <param name="LastServed">When a process last said that it serves it.</param>
/// <param name="Set">What it holds.</param>
internal sealed record StoredSet(string Name, DateTimeOffset LastServed, AssetSet Set);
