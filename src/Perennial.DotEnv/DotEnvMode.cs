namespace Perennial;

/// <summary>Which files belong to which environment.</summary>
internal static class DotEnvMode
{
    private const string Test = "test";

    /// <summary>The mode of an environment name; Production when there is none, as in ASP.NET Core.</summary>
    public static string Of(string? environmentName)
    {
        if (string.IsNullOrWhiteSpace(environmentName))
        {
            return "production";
        }

        var mode = environmentName.Trim().ToLowerInvariant();
        // It becomes a part of file names.
        if (mode.AsSpan().IndexOfAny('/', '\\', ':') >= 0)
        {
            throw new DotEnvException(
                "PER1045",
                $"The environment '{environmentName}' cannot be part of a file name like '.env.production'. "
                + "Name it without '/', '\\' and ':'.");
        }

        return mode is "testing" ? Test : mode;
    }

    /// <summary>The files of a mode, the one that wins first.</summary>
    public static IEnumerable<string> Files(string mode)
    {
        // Tests give everyone the same result.
        string[] files = mode is Test
            ? [".env.test.local", ".env.test", ".env"]
            : [$".env.{mode}.local", ".env.local", $".env.{mode}", ".env"];

        // An environment called Local has its own file twice in the list.
        return files.Distinct(StringComparer.Ordinal);
    }
}
