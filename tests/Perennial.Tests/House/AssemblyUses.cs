using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Perennial.Tests.House;

/// <summary>
/// Reads every use of a type out of an assembly: bases, interfaces, constraints, attributes, fields, signatures, locals,
/// catch clauses and each instruction. Reflection alone would miss what method bodies use.
/// </summary>
internal sealed class AssemblyUses : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly TypeCollector _types;

    private AssemblyUses(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
        _types = new TypeCollector(_reader);
    }

    public static IReadOnlyCollection<Use> Of(Assembly assembly)
    {
        using var uses = new AssemblyUses(assembly.Location);
        return uses.All().ToHashSet();
    }

    public void Dispose() => _file.Dispose();

    private IEnumerable<Use> All()
    {
        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle);
            var (space, name) = _types.Outermost(handle);
            if (IsMadeByTheCompiler(space, name))
            {
                continue;
            }

            foreach (var (member, entities) in Members(type))
            {
                foreach (var (toSpace, toName) in entities)
                {
                    yield return new(space, $"{space}.{name}{member}", toSpace, toName);
                }
            }
        }
    }

    /// <summary>Generators and the compiler add types of their own name spaces, which nobody wrote.</summary>
    private static bool IsMadeByTheCompiler(string space, string name) =>
        name.StartsWith('<')
        || space.StartsWith("System.", StringComparison.Ordinal)
        || space.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private IEnumerable<(string Member, HashSet<(string Space, string Name)> Types)> Members(TypeDefinition type)
    {
        yield return ("", _types.Collect(collector =>
        {
            collector.Add(type.BaseType);
            collector.Add(type.GetCustomAttributes());
            collector.Add(type.GetGenericParameters());
            foreach (var implementation in type.GetInterfaceImplementations())
            {
                collector.Add(_reader.GetInterfaceImplementation(implementation).Interface);
            }
        }));

        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition))
        {
            yield return ("." + _reader.GetString(field.Name), _types.Collect(collector =>
            {
                field.DecodeSignature(collector, null);
                collector.Add(field.GetCustomAttributes());
            }));
        }

        foreach (var method in type.GetMethods().Select(_reader.GetMethodDefinition))
        {
            yield return ("." + _reader.GetString(method.Name), _types.Collect(collector => Read(method, collector)));
        }
    }

    private void Read(MethodDefinition method, TypeCollector collector)
    {
        method.DecodeSignature(collector, null);
        collector.Add(method.GetCustomAttributes());
        collector.Add(method.GetGenericParameters());
        if (method.RelativeVirtualAddress is 0)
        {
            return;
        }

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        collector.Add(body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
        {
            collector.Add(region.CatchType);
        }

        foreach (var token in Instructions.Tokens(body.GetILReader()))
        {
            collector.Add(token);
        }
    }
}
