using System.Reflection;

namespace Perennial.Tests.House;

/// <summary>Types as a reader writes them, with their question marks.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        var mark = nullability?.ReadState is NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (type.IsArray)
        {
            return Of(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        return type.IsGenericType ? Generic(type, nullability) + mark : Nested(type) + mark;
    }

    public static string Nested(Type type)
    {
        var name = type.IsGenericTypeDefinition
            ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(static argument => argument.Name))}>"
            : Plain(type);
        return type is { IsNested: true, IsGenericParameter: false } ? $"{Nested(type.DeclaringType!)}.{name}" : name;
    }

    public static string Constraints(Type[] arguments) => string.Concat(arguments
        .Where(static argument => argument.IsGenericParameter)
        .Select(static argument => (argument.Name, List: Constraints(argument)))
        .Where(static constraint => constraint.List is not [])
        .Select(static constraint => $" where {constraint.Name} : {string.Join(", ", constraint.List)}"));

    private static List<string> Constraints(Type argument)
    {
        var special = argument.GenericParameterAttributes;
        var list = argument.GetGenericParameterConstraints().Where(static type => type != typeof(ValueType)).Select(static type => Of(type)).ToList();
        if (special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            list.Insert(0, "struct");
        }
        else if (special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            list.Insert(0, "class");
        }

        return list;
    }

    private static string Generic(Type type, NullabilityInfo? nullability)
    {
        var states = nullability?.GenericTypeArguments;
        var arguments = type.GetGenericArguments()
            .Select((argument, i) => Of(argument, states is not null && i < states.Length ? states[i] : null));
        return $"{Plain(type)}<{string.Join(", ", arguments)}>";
    }

    private static string Plain(Type type) => type.Name.Split('`')[0];
}
