using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>The types that may stand for others where a component uses them: what implements an interface, what derives from a class.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What was trimmed away is not called either.")]
internal sealed class AppTypes(Type component)
{
    private readonly Dictionary<Assembly, Type[]> _known = [];

    /// <summary>The component and what it derives from, as far as it is the app's.</summary>
    public IReadOnlyList<Type> Lineage { get; } = [.. Bases(component).TakeWhile(IsTheApps)];

    public static bool IsTheApps(Type type) => !AppCode.IsFramework(type.Assembly.FullName);

    /// <param name="type">An interface or class of the app's; there is nothing below any other.</param>
    public IEnumerable<Type> Below(Type type)
    {
        if (!IsTheApps(type) || type.IsSealed || type.IsGenericType)
        {
            return [];
        }

        // What its bases call of themselves is its own, and not what its sisters make of it.
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
            // Of a library of which a part is not there, the rest can be called.
            return error.Types.OfType<Type>();
        }
    }
}
