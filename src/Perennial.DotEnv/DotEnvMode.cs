namespace Perennial;

/// <summary>Which files belong to which environment.</summary>
internal static class DotEnvMode
{
    public const string Test = "test";

    /// <summary>The mode of an environment name; Production when there is none, as in ASP.NET Core.</summary>
    public static string Of(string? environmentName)
    {
        if (string.IsNullOrWhiteSpace(environmentName))
        {
            return "production";
        }

        var mode = environmentName.Trim().ToLowerInvariant();
        // It becomes a part of file names, and "local" would make one file two.
        if (mode is "local" || !mode.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new DotEnvException(
                "PER1045",
                $"The environment '{environmentName}' cannot be part of a file name like '.env.production'. "
                + "Name it with letters, digits, '-' and '_', and not 'local'.");
        }

        return mode is "testing" ? Test : mode;
    }

    /// <summary>The files of a mode, the one that wins first.</summary>
    public static IEnumerable<string> Files(string mode)
    {
        yield return $".env.{mode}.local";
        // Tests give everyone the same result.
        if (mode is not Test)
        {
            yield return ".env.local";
        }

        yield return $".env.{mode}";
        yield return ".env";
    }
}
