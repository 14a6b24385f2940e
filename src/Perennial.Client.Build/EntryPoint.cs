namespace Perennial.Client.Build;

internal sealed record EntryPoint(string Path)
{
    private static readonly string[] Scripts = [".ts", ".tsx", ".js", ".jsx"];

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsScript => Scripts.Contains(System.IO.Path.GetExtension(Path));

    public string Label => $"client/{Name}{(IsScript ? ".js" : ".css")}";

    // Whether a file directly in the folder is an entry point. Types and CSS modules are only ever imported.
    public static bool Is(string fileName) =>
        System.IO.Path.GetExtension(fileName) is var extension
        && (extension is ".css" || Scripts.Contains(extension))
        && !fileName.EndsWith(".d.ts", StringComparison.Ordinal)
        && !fileName.EndsWith(".module.css", StringComparison.Ordinal);
}
