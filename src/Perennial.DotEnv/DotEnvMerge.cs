namespace Perennial;

internal static class DotEnvMerge
{
    // On Windows the process' environment has one variable for Path and PATH, elsewhere two.
    private static readonly StringComparer Names =
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    // The environment is chosen before the files are, by it.
    private static readonly string[] Forbidden = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    // How the process ends is for whoever starts it to say.
    private static readonly string[] Ignored = ["PERENNIAL_MANUAL_SIG_HANDLE"];

    public static Dictionary<string, string> Merge(
        IEnumerable<DotEnvFile> files, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var process = new Dictionary<string, string>(environment, Names);
        var seen = new Dictionary<string, string>(process, Names);
        var result = new Dictionary<string, string>(Names);
        foreach (var file in files)
        {
            foreach (var (name, value) in Expand(file, seen))
            {
                // What a file below says about a name is seen by its references, and by nobody else. So does Next.js.
                seen[name] = value.Value;
                if (!process.ContainsKey(name))
                {
                    result.TryAdd(name, value.Value);
                }
            }
        }

        return result;
    }

    private static OrderedDictionary<string, DotEnvAssignment> Expand(DotEnvFile file, Dictionary<string, string> seen)
    {
        var values = new OrderedDictionary<string, DotEnvAssignment>(Names);
        foreach (var assignment in DotEnvParser.Parse(file.Text))
        {
            if (Forbidden.Contains(assignment.Name, StringComparer.OrdinalIgnoreCase))
            {
                throw new DotEnvException(
                    "PER1044",
                    $"{file.Path}, line {assignment.Line}: '{assignment.Name}' chooses which files are read, so it cannot stand "
                    + "in one. Set it in the process' environment, or pass --environment.");
            }

            if (!Ignored.Contains(assignment.Name, StringComparer.OrdinalIgnoreCase))
            {
                values[assignment.Name] = assignment;
            }
        }

        var expansion = new DotEnvExpansion(file.Path, seen, values);
        for (var i = 0; i < values.Count; i++)
        {
            var assignment = values.GetAt(i).Value;
            values.SetAt(i, assignment with { Value = expansion.Expand(assignment) });
        }

        return values;
    }
}
