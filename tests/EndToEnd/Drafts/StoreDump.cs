using System.Collections;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Pages;
using Perennial.Pages.Front;

namespace Perennial.EndToEnd.Drafts;

/// <summary>All that a store holds, as text to search in.</summary>
internal static class StoreDump
{
    /// <summary>
    /// Every text and every byte that can be reached from the memory tier and the front tier's index, by whatever fields they
    /// have today.
    /// </summary>
    public static string OfMemory(TestSite site)
    {
        var dump = new StringBuilder();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var rest = new Stack<object?>([site.Services.GetRequiredService<EntryCache>(), site.Services.GetRequiredService<FrontIndex>()]);
        while (rest.TryPop(out var item))
        {
            if (item is null || (!item.GetType().IsValueType && !seen.Add(item)))
            {
                continue;
            }

            switch (item)
            {
                case string text:
                    dump.Append(text).Append('\n');
                    break;
                case byte[] bytes:
                    dump.Append(Encoding.Latin1.GetString(bytes)).Append('\n');
                    break;
                case ReadOnlyMemory<byte> memory:
                    dump.Append(Encoding.Latin1.GetString(memory.Span)).Append('\n');
                    break;
                case Array array when !array.GetType().GetElementType()!.IsPrimitive:
                    array.Cast<object?>().ToList().ForEach(rest.Push);
                    break;
                case var holder when Holds(holder.GetType()):
                    FieldsOf(holder.GetType()).Select(field => field.GetValue(holder)).ToList().ForEach(rest.Push);
                    break;
            }
        }

        return dump.ToString();
    }

    /// <summary>Every file, byte by byte: entries, ledger, what was set aside.</summary>
    public static string OfDisk(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(static file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    // What keeps things; not what runs them, from where one would walk through the whole process.
    private static bool Holds(Type type) => !type.IsPrimitive && !type.IsAssignableTo(typeof(Delegate))
        && (type.Namespace?.StartsWith("Perennial", StringComparison.Ordinal) is true
            || type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) is true
            || type.Namespace is "Microsoft.Extensions.Primitives"
            || type.FullName?.StartsWith("System.Collections", StringComparison.Ordinal) is true
            || type.IsAssignableTo(typeof(DictionaryEntry)));

    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
