namespace Perennial;

internal static class DotEnvMode
{
    private const string Test = "test";

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
