using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Perennial.Tests.House;

/// <summary>Writes what an app can see of an assembly, one line a member, in a fixed order.</summary>
/// <remarks>Stands for PublicApiGenerator, which cannot be restored here (decision 0008).</remarks>
internal static class PublicApiPrinter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsValueType: true } => (IsReadOnly(type) ? "readonly " : "") + (isRecord ? "record struct" : "struct"),
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (isRecord ? "record" : "class"),
        };
        var bases = new[] { type.BaseType }
            .Where(static parent => parent is not null && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            .Concat(type.GetInterfaces().Where(parent => parent.IsVisible && !type.IsEnum).OrderBy(static parent => parent.ToString(), StringComparer.Ordinal))
            .Select(static parent => TypeNames.Of(parent!))
            .ToList();
        return Experimental(type) + $"{kind} {type.Namespace}.{TypeNames.Nested(type)}"
            + (bases is [] ? "" : " : " + string.Join(", ", bases)) + TypeNames.Constraints(type.GetGenericArguments());
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        return type.GetMembers(Declared)
            .Where(static member => !member.IsDefined(typeof(CompilerGeneratedAttribute), false))
            .Select(static member => member switch
            {
                FieldInfo field when IsSeen(field) => Field(field),
                PropertyInfo property when property.GetAccessors(true).Any(IsSeen) => Property(property),
                EventInfo change when IsSeen(change.AddMethod!) => $"event {TypeNames.Of(change.EventHandlerType!)} {change.Name}",
                ConstructorInfo constructor when IsSeen(constructor) =>
                    $"{Protected(constructor)}.ctor({Parameters(constructor)})",
                MethodInfo { IsSpecialName: false } method when IsSeen(method) => Method(method),
                MethodInfo { IsSpecialName: true } method when IsSeen(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) => Method(method),
                _ => null,
            })
            .OfType<string>();
    }

    private static string Field(FieldInfo field) =>
        (field.IsLiteral ? "const " : field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "")
        + $"{TypeNames.Of(field)} {field.Name}" + (field.IsLiteral ? $" = {Value(field.GetRawConstantValue())}" : "");

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(true).Where(IsSeen).ToList();
        var set = property.SetMethod is { } setter && IsSeen(setter) ? setter : null;
        var isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) is true;
        var index = property.GetIndexParameters() is [_, ..] parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        return Protected(accessors[0]) + Modifiers(accessors[0])
            + (property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "")
            + $"{TypeNames.Of(property)} {property.Name}{index} {{ "
            + (property.GetMethod is { } getter && IsSeen(getter) ? "get; " : "") + (set is null ? "" : isInit ? "init; " : "set; ") + "}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(static argument => argument.Name))}>"
            : "";
        var isExtension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return Experimental(method) + Protected(method) + Modifiers(method) + $"{TypeNames.Of(method.ReturnParameter)} {method.Name}{generic}"
            + $"({isExtension}{Parameters(method)})" + TypeNames.Constraints(method.GetGenericArguments());
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var how = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : parameter.ParameterType.IsByRef ? "ref " : "";
        return $"{how}{TypeNames.Of(parameter)} {parameter.Name}"
            + (parameter.HasDefaultValue ? $" = {(parameter.DefaultValue is null && parameter.ParameterType.IsValueType ? "default" : Value(parameter.DefaultValue))}" : "");
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string Modifiers(MethodInfo method) =>
        method.DeclaringType!.IsInterface ? (method.IsStatic ? "static " : "")
        : method.IsStatic ? "static "
        : method.GetBaseDefinition() != method ? "override "
        : method.IsAbstract ? "abstract "
        : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";

    private static string Protected(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "";

    private static string Experimental(MemberInfo member) =>
        member.GetCustomAttribute<ExperimentalAttribute>() is { } experimental ? $"[Experimental {experimental.DiagnosticId}] " : "";

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute));

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsSeen(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;
}
