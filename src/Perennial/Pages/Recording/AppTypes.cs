using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What was trimmed away is not called either.")]
internal sealed class AppTypes(Type component)
{
    private readonly Dictionary<Assembly, Type[]> _known = [];

    public IReadOnlyList<Type> Lineage { get; } = [.. Bases(component).TakeWhile(IsTheApps)];

    public static bool IsTheApps(Type type) => !AppStackFrame.IsFramework(type.Assembly.FullName);

    public IEnumerable<Type> Below(Type type)
    {
        if (!IsTheApps(type) || type.IsSealed || type.IsGenericType)
        {
            return [];
        }

        // A virtual call in a base class reaches the component's own override, not one of a sibling class.
        return type.IsAssignableFrom(component) ? Lineage
            : new[] { type.Assembly, component.Assembly }.Distinct().SelectMany(Of).Where(candidate => candidate != type && type.IsAssignableFrom(candidate));
    }

    private static IEnumerable<Type> Bases(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }

    private Type[] Of(Assembly assembly)
    {
        if (!_known.TryGetValue(assembly, out var types))
        {
            _known[assembly] = types = [.. Loaded(assembly).Where(static type => !type.IsInterface)];
        }

        return types;
    }

    private static IEnumerable<Type> Loaded(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            // If a dependency of a library is missing, the types that did load can still be called.
            return error.Types.OfType<Type>();
        }
    }
}
