using System.Collections;
using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Perennial.Rules;

/// <summary>
/// What the configuration says of rules and nobody understands. The framework's binder passes over a name that it does not
/// know, and drops a whole rule of which one value is of the wrong kind: a redirect that is quietly not there.
/// </summary>
internal static class RuleSectionCheck
{
    public static IEnumerable<string> Check(IConfiguration configuration, string path) =>
        Check(configuration.GetSection(path), typeof(RuleOptions), configuration);

    private static IEnumerable<string> Check(IConfigurationSection section, Type type, IConfiguration configuration)
    {
        if (Scalar(section, type) is { } error)
        {
            return [$"PER1113 {section.Path} {error}{FileOf(configuration, section.Path)}."];
        }

        if (type == typeof(string) || type.IsValueType || typeof(IDictionary<string, string>).IsAssignableFrom(type))
        {
            return [];
        }

        return typeof(IEnumerable).IsAssignableFrom(type)
            ? section.GetChildren().SelectMany(child => Check(child, ItemOf(type), configuration))
            : section.GetChildren().SelectMany(child => type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { } property
                ? Check(child, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, configuration)
                : [$"PER1113 {child.Path} is no setting of {section.Path}; there is {Names(type)}{FileOf(configuration, FirstValue(child))}."]);
    }

    private static string? Scalar(IConfigurationSection section, Type type)
    {
        if (section.Value is not { Length: > 0 } value || type == typeof(string))
        {
            return null;
        }

        if (!type.IsValueType)
        {
            return $"is the text '{value}', where {(typeof(IEnumerable).IsAssignableFrom(type) ? "a list" : "an object")} belongs";
        }

        return TypeDescriptor.GetConverter(type).IsValid(value) && (!type.IsEnum || Enum.TryParse(type, value, ignoreCase: true, out _)) ? null
            : type.IsEnum ? $"is '{value}'; it is one of {string.Join(", ", Enum.GetNames(type))}"
            : $"is '{value}', which is no {(type == typeof(bool) ? "true or false" : "number")}";
    }

    private static Type ItemOf(Type type) => type.GetInterfaces().Append(type)
        .First(static candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];

    private static string Names(Type type) =>
        string.Join(", ", type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name).Order(StringComparer.Ordinal));

    private static string FirstValue(IConfigurationSection section) =>
        section.GetChildren().FirstOrDefault() is { } child ? FirstValue(child) : section.Path;

    // The last source that knows a value is the one that counts.
    private static string FileOf(IConfiguration configuration, string path) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(path, out _)) is FileConfigurationProvider { Source.Path: { } file }
            ? $" (in {file})"
            : "";
}
