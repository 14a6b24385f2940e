namespace Perennial.Deployment;

internal static class DeploymentOptionsValidator
{
    public static IEnumerable<string> Validate(DeploymentOptions options)
    {
        if (!string.IsNullOrEmpty(options.Id) && !BuildId.IsValid(options.Id))
        {
            yield return $"PER1260 Perennial:Deployment:Id '{Printable(options.Id)}' is no deployment id. "
                + "Give 1 to 64 letters, digits, '-', '_' and '.', for example a git hash.";
        }

        if (!string.IsNullOrEmpty(options.AssetPrefix) && AssetPrefix.Parse(options.AssetPrefix) is null)
        {
            yield return $"PER1261 Perennial:Deployment:AssetPrefix '{Printable(options.AssetPrefix)}' is neither an https origin nor a path. "
                + "Give for example 'https://cdn.example.com', or '/static'.";
        }
    }

    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c));
}
