namespace Perennial.Client.Build;

/// <summary>What the target asks for, as <c>name=value</c> arguments.</summary>
internal sealed record BundleSettings
{
    /// <summary>The app's project folder: entry points, <c>.env</c> files and <c>node_modules</c> are looked for from here.</summary>
    public required string Project { get; init; }

    /// <summary>The folder for all that is made.</summary>
    public required string Output { get; init; }

    /// <summary>An environment name, for example Production.</summary>
    public required string Mode { get; init; }

    /// <summary>The path of esbuild, or empty: then the one of the app's packages.</summary>
    public string Esbuild { get; init; } = "";

    /// <summary>Whether the app is built without its bundles when esbuild is missing.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Further arguments for esbuild.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    public string Bundles => Path.Join(Output, "client");

    public string Assets => Path.Join(Output, "assets.txt");

    public string Environment => Path.Join(Output, "public-environment.json");

    public string Metafile => Path.Join(Output, "meta.json");

    public string State => Path.Join(Output, "state.txt");

    /// <summary>Development is for reading: not minified, with source maps.</summary>
    public bool IsDevelopment => Mode.Equals("Development", StringComparison.OrdinalIgnoreCase);

    public static BundleSettings Of(string[] args)
    {
        var given = args.Select(static argument => argument.Split('=', 2)).ToLookup(static pair => pair[0], static pair => pair[^1].Trim());
        return new()
        {
            Project = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given["project"].First())),
            Output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given["output"].First())),
            Mode = given["mode"].First(),
            Esbuild = given["esbuild"].FirstOrDefault() ?? "",
            IsOptional = given["optional"].FirstOrDefault() is "true",
            Options = [.. given["option"].Where(static option => option is not "")],
        };
    }
}
