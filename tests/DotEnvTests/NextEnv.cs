using System.Diagnostics;
using System.Text.Json;

namespace Perennial.DotEnvTests;

/// <summary>The real <c>@next/env</c>, asked once for many folders.</summary>
internal static class NextEnv
{
    public static async Task<List<NextEnvResult>> LoadAsync(IReadOnlyList<(string Directory, EnvCase Case)> cases, string scratch)
    {
        var asked = Path.Combine(scratch, "cases.json");
        await File.WriteAllTextAsync(
            asked,
            JsonSerializer.Serialize(cases.Select(static one => new { one.Directory, one.Case.Mode, one.Case.Environment }), Json));
        // A small stack: a cycle fills it in no time, and is told by that.
        using var node = Process.Start(new ProcessStartInfo("node", ["--stack-size=250", "load.cjs", asked])
        {
            WorkingDirectory = Path.Combine(Root, "tests/DotEnvTests/next"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode is 0, $"@next/env did not answer (eng/setup.sh next-env installs it): {await errors}");
        return JsonSerializer.Deserialize<List<NextEnvResult>>(output, Json)!;
    }

    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Perennial.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No Perennial.slnx above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
