using System.Collections;
using System.Text.Json;

namespace Perennial.Client.Build;

internal sealed class ClientBundle(BundleSettings settings)
{
    public async Task<IReadOnlyList<Diagnostic>> BuildAsync(CancellationToken cancellationToken)
    {
        var entries = EntryPoints.Find(settings.Project);
        var variables = Variables();
        Diagnostic[] wrong = [.. EntryPoints.Check(entries), .. TooLong(variables)];
        if (wrong.Length > 0)
        {
            return wrong;
        }

        Directory.CreateDirectory(settings.Output);
        if (EsbuildLocator.Find(settings) is not { } esbuild)
        {
            return settings.IsOptional ? LeaveOut(variables) : [EsbuildLocator.Missing(settings)];
        }

        string[] paths = [.. entries.Select(static entry => entry.Path), .. Islands(entries)];
        var arguments = EsbuildArguments.Of(settings, paths.Select(static path => path.StartsWith("Client/", StringComparison.Ordinal) ? path : $"{EntryPoints.Islands}={path}"), variables);
        if (UpToDate.Is(settings, arguments, paths))
        {
            return [];
        }

        Clear();
        var told = await Esbuild.RunAsync(esbuild, settings.Project, arguments, cancellationToken);
        return told.Any(static diagnostic => diagnostic.IsError) ? told : [.. told, .. Complete(arguments, paths, variables)];
    }

    private SortedDictionary<string, string> Variables()
    {
        var process = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        return PublicVariables.Of(process.Concat(DotEnv.Read(settings.Project, settings.Mode, process).Values));
    }

    private static IEnumerable<Diagnostic> TooLong(SortedDictionary<string, string> variables) =>
        variables.Where(static variable => variable.Value.Length > EsbuildArguments.LongestValue).Select(static variable => new Diagnostic(
            true,
            "PER1235",
            $"The public variable {variable.Key} has {variable.Value.Length} characters; {EsbuildArguments.LongestValue} is the most that is written into a bundle. Serve it as a file."));

    private IEnumerable<string> Islands(IReadOnlyList<EntryPoint> entries)
    {
        if (!entries.Any(static entry => entry.IsScript))
        {
            return [];
        }

        var path = Path.Join(settings.Output, EntryPoints.Islands + ".ts");
        using var source = typeof(ClientBundle).Assembly.GetManifestResourceStream(EntryPoints.Islands + ".ts")!;
        using var reader = new StreamReader(source);
        var text = reader.ReadToEnd();

        // It is a source like the others: written anew, it would have changed.
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }

        return [Path.GetRelativePath(settings.Project, path).Replace('\\', '/')];
    }

    private void Clear()
    {
        File.Delete(settings.State);
        if (Directory.Exists(settings.Bundles))
        {
            Directory.Delete(settings.Bundles, recursive: true);
        }
    }

    private Diagnostic[] LeaveOut(SortedDictionary<string, string> variables)
    {
        Clear();
        Write([], variables);
        return [];
    }

    private void Write(IEnumerable<BundledFile> files, SortedDictionary<string, string> variables)
    {
        File.WriteAllLines(settings.Assets, files.Select(static file => file.Line()));
        File.WriteAllText(settings.Environment, JsonSerializer.Serialize(variables, TextJson.Default.SortedDictionaryStringString));
    }

    private List<Diagnostic> Complete(IReadOnlyList<string> arguments, string[] paths, SortedDictionary<string, string> variables)
    {
        var made = Metafile.Read(File.ReadAllText(settings.Metafile), paths);
        var twice = made.Files.Where(static file => file.IsAskedForByName)
            .GroupBy(static file => file.Label, StringComparer.OrdinalIgnoreCase).Where(static same => same.Skip(1).Any())
            .Select(static same => EntryPoints.Twice(same.Key, "Client/" + Path.GetFileName(same.Key), "what a script of that name imports"))
            .ToList();
        if (twice.Count is 0)
        {
            Write(made.Files, variables);
            File.WriteAllText(settings.State, UpToDate.Digest(settings, arguments, made.Inputs));
        }

        return twice;
    }
}
