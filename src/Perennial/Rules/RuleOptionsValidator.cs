using Perennial.Http;

namespace Perennial.Rules;

internal static class RuleOptionsValidator
{
    public static IEnumerable<string> Validate(RuleOptions options, RuleCompiler compiler)
    {
        if (!Enum.IsDefined(options.TrailingSlash))
        {
            yield return $"PER1114 Perennial:Rules:TrailingSlash is '{options.TrailingSlash}'; it is one of {string.Join(", ", Enum.GetNames<TrailingSlash>())}.";
        }

        compiler.Compile(options, out var errors);
        foreach (var error in errors)
        {
            yield return error;
        }
    }
}
