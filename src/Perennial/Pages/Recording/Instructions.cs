using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;

namespace Perennial.Pages.Recording;

/// <summary>Walks the instructions of a method (ECMA-335, III) and gives the methods that they name.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Where a body was trimmed away nothing is found.")]
internal static class Instructions
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => code.Value);

    public static IEnumerable<(MethodBase Method, bool IsCall)> MethodsIn(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < il.Length;)
        {
            var value = il[at] is 0xFE && at + 1 < il.Length ? unchecked((short)(0xFE00 | il[at + 1])) : il[at];
            if (!Codes.TryGetValue(value, out var code))
            {
                yield break;
            }

            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod && Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at))) is { } named)
            {
                yield return (named, code != OpCodes.Ldftn && code != OpCodes.Ldvirtftn);
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at))),
                _ => 4,
            };
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(
                token,
                method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
                method is { IsGenericMethod: true } ? method.GetGenericArguments() : null);
        }
        catch (Exception error) when (error is ArgumentException or BadImageFormatException or TypeLoadException or FileNotFoundException)
        {
            // An assembly that is not there: nothing in it can be called either.
            return null;
        }
    }
}
