using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Perennial;

/// <summary>
/// What the configuration says and nobody understands. The framework's binder passes over a name that it does not know,
/// drops a whole item of a list of which one value is of the wrong kind, and throws at the first other value that it cannot
/// read: a redirect that is quietly not there, or one error in place of all.
/// </summary>
internal static class SectionCheck
{
    private const string Code = "PER1016";

    public static IEnumerable<string> Check(IConfiguration configuration, IReadOnlyCollection<SettingsSection> others)
    {
        var section = configuration.GetSection("Perennial");
        var own = section.GetChildren().ToLookup(child => others.FirstOrDefault(other => other.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)));
        return Branch(section, typeof(PerennialOptions)) is { } error
            ? [$"{Code} {section.Path} {error}{SourceOf(configuration, FirstValue(section))}."]
            : own.SelectMany(part => part.SelectMany(child => part.Key is null
                ? Child(child, typeof(PerennialOptions), configuration, others)
                : Check(child, part.Key.Options, configuration)));
    }

    private static IEnumerable<string> Check(IConfigurationSection section, Type type, IConfiguration configuration)
    {
        if ((IsLeaf(type) ? Leaf(section, type) : Branch(section, type)) is { } error)
        {
            return [$"{Code} {section.Path} {error}{SourceOf(configuration, FirstValue(section))}."];
        }

        if (IsLeaf(type) || typeof(IDictionary<string, string>).IsAssignableFrom(type))
        {
            return [];
        }

        return typeof(IEnumerable).IsAssignableFrom(type)
            ? section.GetChildren().SelectMany(child => Check(child, ItemOf(type), configuration))
            : section.GetChildren().SelectMany(child => Child(child, type, configuration, []));
    }

    private static IEnumerable<string> Child(
        IConfigurationSection child, Type type, IConfiguration configuration, IReadOnlyCollection<SettingsSection> others) =>
        type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { } property
            ? Check(child, property.PropertyType, configuration)
            : [$"{Code} {child.Path} is no setting; there is {Names(type, others)}{SourceOf(configuration, FirstValue(child))}."];

    private static string? Branch(IConfigurationSection section, Type type) =>
        section.Value is not { Length: > 0 } value ? null
        : typeof(Delegate).IsAssignableFrom(type) ? $"is '{value}', and can be set in code only"
        : $"is the text '{value}', where {(typeof(IEnumerable).IsAssignableFrom(type) ? "a list" : "an object")} belongs";

    private static string? Leaf(IConfigurationSection section, Type type)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        if (section.GetChildren().Any())
        {
            return $"holds settings of its own, where {Kind(kind)} belongs";
        }

        if (section.Value is not { } value || type == typeof(string) || (value.Length == 0 && kind != type))
        {
            return null;
        }

        // Who writes 60 means seconds or minutes, and never the sixty days that .NET reads.
        return kind == typeof(TimeSpan) && int.TryParse(value, CultureInfo.InvariantCulture, out _)
            ? $"is '{value}', which would be days. Write {Kind(kind)}, and '7.00:00:00' for a week"
            : kind.IsEnum ? Enum.TryParse(kind, value, ignoreCase: true, out var name) && Enum.IsDefined(kind, name!)
                ? null
                : $"is '{value}'; it is one of {string.Join(", ", Enum.GetNames(kind))}"
            : TypeDescriptor.GetConverter(kind).IsValid(value) ? null
            : $"is '{value}', where {Kind(kind)} belongs";
    }

    private static bool IsLeaf(Type type) =>
        type == typeof(string) || type.IsValueType || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static string Kind(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a length of time as '00:01:00'"
        : type.IsPrimitive ? "a number"
        : "a text";

    private static Type ItemOf(Type type) => type.GetInterfaces().Append(type)
        .First(static candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];

    private static string Names(Type type, IReadOnlyCollection<SettingsSection> others) => string.Join(
        ", ",
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name)
            .Concat(others.Select(static other => other.Name)).Order(StringComparer.Ordinal));

    private static string FirstValue(IConfigurationSection section) =>
        section.GetChildren().FirstOrDefault() is { } child ? FirstValue(child) : section.Path;

    // The last source that knows a value is the one that counts.
    private static string SourceOf(IConfiguration configuration, string path) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(path, out _)) switch
        {
            FileConfigurationProvider { Source.Path: { } file } => $" (in {file})",
            EnvironmentVariablesConfigurationProvider => $" (in the environment: {path.Replace(":", "__", StringComparison.Ordinal)})",
            CommandLineConfigurationProvider => " (on the command line)",
            _ => "",
        };
}
