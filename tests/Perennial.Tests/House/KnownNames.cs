using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Perennial.Testing.Conformance;

namespace Perennial.Tests.House;

/// <summary>The names that a README may mention: our types and members, and the types of the frameworks below us.</summary>
internal static class KnownNames
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static HashSet<string> Load()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in new[] { typeof(PerennialOptions), typeof(ConformanceCase) }.SelectMany(static type => type.Assembly.GetTypes()))
        {
            names.Add(type.Name.Split('`')[0]);
            names.UnionWith(type.GetMembers(All).Select(static member => member.Name));
        }

        var platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        names.UnionWith(platform.Split(Path.PathSeparator).SelectMany(PublicTypes));
        return names;
    }

    private static IEnumerable<string> PublicTypes(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
        {
            return [];
        }

        var reader = file.GetMetadataReader();
        return [.. reader.TypeDefinitions.Select(reader.GetTypeDefinition)
            .Where(static type => type.Attributes.HasFlag(TypeAttributes.Public))
            .Select(type => reader.GetString(type.Name).Split('`')[0])];
    }
}
