namespace Perennial.Client.Build;

internal sealed record BundleSettings
{
    public required string Project { get; init; }
    public required string Output { get; init; }
    public required string Mode { get; init; }
    public string Esbuild { get; init; } = "";
    public bool IsOptional { get; init; }
    public IReadOnlyList<string> Options { get; init; } = [];

    public string Bundles => Path.Join(Output, "client");

    public string Assets => Path.Join(Output, "assets.txt");

    public string Environment => Path.Join(Output, "public-environment.json");

    public string Metafile => Path.Join(Output, "meta.json");

    public string State => Path.Join(Output, "state.txt");

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
