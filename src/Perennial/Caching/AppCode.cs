using System.Diagnostics;

namespace Perennial.Caching;

/// <summary>The innermost place of a stack that the app's developer wrote.</summary>
internal static class AppCode
{
    private static readonly string[] NotTheApps = ["System", "Microsoft"];

    public static string? Of(Exception error) => Of(new StackTrace(error, fNeedFileInfo: true));

    public static string? Of(StackTrace stack) =>
        stack.GetFrames().Select(Name).FirstOrDefault(static name => name is not null);

    private static string? Name(StackFrame frame)
    {
        if (DiagnosticMethodInfo.Create(frame) is not { } method || IsFramework(method.DeclaringAssemblyName))
        {
            return null;
        }

        var place = Readable(method.DeclaringTypeName ?? "", method.Name);
        return frame.GetFileName() is { } file ? $"{place}, {Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : place;
    }

    // Async methods and lambdas run in types and methods that the compiler made: Site.Page+<OnInitializedAsync>d__4.MoveNext.
    private static string Readable(string type, string method)
    {
        var nested = type.IndexOf("+<", StringComparison.Ordinal);
        if (nested >= 0)
        {
            var inner = type[(nested + 2)..];
            var end = inner.IndexOf('>', StringComparison.Ordinal);
            if (end > 0)
            {
                return $"{type[..nested]}.{inner[..end]}";
            }

            type = type[..nested];
        }

        return method.StartsWith('<') && method.IndexOf('>', StringComparison.Ordinal) is > 1 and var close
            ? $"{type}.{method[1..close]}"
            : $"{type}.{method}";
    }

    private static bool IsFramework(string? assembly)
    {
        var name = assembly?.Split(',')[0] ?? "";
        return name == nameof(Perennial) || NotTheApps.Any(prefix => name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal));
    }
}
