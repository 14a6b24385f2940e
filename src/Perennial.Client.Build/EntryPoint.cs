namespace Perennial.Client.Build;

/// <summary>A file directly in <c>Client/</c>: a bundle of its own.</summary>
/// <param name="Path">From the project folder, with slashes: <c>Client/counter.ts</c>.</param>
internal sealed record EntryPoint(string Path)
{
    private static readonly string[] Scripts = [".ts", ".tsx", ".js", ".jsx"];

    /// <summary>The name that pages say: <c>counter</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsScript => Scripts.Contains(System.IO.Path.GetExtension(Path));

    /// <summary>The bundle as it is asked for: <c>client/counter.js</c>.</summary>
    public string Label => $"client/{Name}{(IsScript ? ".js" : ".css")}";

    /// <summary>Whether a file directly in the folder is an entry point. Types and CSS modules are only ever imported.</summary>
    public static bool Is(string fileName) =>
        System.IO.Path.GetExtension(fileName) is var extension
        && (extension is ".css" || Scripts.Contains(extension))
        && !fileName.EndsWith(".d.ts", StringComparison.Ordinal)
        && !fileName.EndsWith(".module.css", StringComparison.Ordinal);
}
