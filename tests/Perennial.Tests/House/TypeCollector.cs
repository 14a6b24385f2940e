using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Perennial.Tests.House;

/// <summary>
/// Follows metadata handles to the types behind them. As a signature provider it has nothing to build: being asked for a
/// type is the news.
/// </summary>
internal sealed class TypeCollector(MetadataReader reader) : ISignatureTypeProvider<object?, object?>
{
    private HashSet<(string Space, string Name)> _found = [];

    public HashSet<(string Space, string Name)> Collect(Action<TypeCollector> read)
    {
        _found = [];
        read(this);
        return _found;
    }

    public void Add(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _found.Add(Outermost((TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                _found.Add(Outermost((TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                break;
            case HandleKind.MethodDefinition:
                Add(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Add(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Add((MemberReferenceHandle)handle);
                break;
            case HandleKind.MethodSpecification:
                var specification = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(specification.Method);
                specification.DecodeSignature(this, null);
                break;
            case HandleKind.StandaloneSignature:
                Add((StandaloneSignatureHandle)handle);
                break;
        }
    }

    public void Add(CustomAttributeHandleCollection attributes)
    {
        foreach (var handle in attributes)
        {
            Add(reader.GetCustomAttribute(handle).Constructor);
        }
    }

    public void Add(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(handle => reader.GetGenericParameter(handle).GetConstraints()))
        {
            Add(reader.GetGenericParameterConstraint(constraint).Type);
        }
    }

    /// <summary>A nested type belongs where its outermost type stands: closures and state machines are nested, too.</summary>
    public (string Space, string Name) Outermost(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? Outermost(outer)
            : (reader.GetString(type.Namespace), Plain(reader.GetString(type.Name)));
    }

    public object? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Found(handle);

    public object? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Found(handle);

    public object? GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Found(handle);

    public object? GetArrayType(object? elementType, ArrayShape shape) => null;

    public object? GetByReferenceType(object? elementType) => null;

    public object? GetFunctionPointerType(MethodSignature<object?> signature) => null;

    public object? GetGenericInstantiation(object? genericType, ImmutableArray<object?> typeArguments) => null;

    public object? GetGenericMethodParameter(object? genericContext, int index) => null;

    public object? GetGenericTypeParameter(object? genericContext, int index) => null;

    public object? GetModifiedType(object? modifier, object? unmodifiedType, bool isRequired) => null;

    public object? GetPinnedType(object? elementType) => null;

    public object? GetPointerType(object? elementType) => null;

    public object? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

    public object? GetSZArrayType(object? elementType) => null;

    private void Add(MemberReferenceHandle handle)
    {
        var member = reader.GetMemberReference(handle);
        Add(member.Parent);
        if (member.GetKind() is MemberReferenceKind.Method)
        {
            member.DecodeMethodSignature(this, null);
        }
        else
        {
            member.DecodeFieldSignature(this, null);
        }
    }

    private void Add(StandaloneSignatureHandle handle)
    {
        var signature = reader.GetStandaloneSignature(handle);
        if (signature.GetKind() is StandaloneSignatureKind.LocalVariables)
        {
            signature.DecodeLocalSignature(this, null);
        }
        else
        {
            signature.DecodeMethodSignature(this, null);
        }
    }

    private (string Space, string Name) Outermost(TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope is { Kind: HandleKind.TypeReference } outer
            ? Outermost((TypeReferenceHandle)outer)
            : (reader.GetString(type.Namespace), Plain(reader.GetString(type.Name)));
    }

    private static string Plain(string name) => name.Split('`')[0];

    private object? Found(EntityHandle handle)
    {
        Add(handle);
        return null;
    }
}
