using System.Diagnostics;

namespace Perennial.Pages.Recording;

internal static class AppStackFrame
{
    private static readonly string[] NotTheApps = ["System", "Microsoft"];

    public static bool HasFile(string place) => place.Contains(", ", StringComparison.Ordinal);

    public static string? Of(Exception error) => Of(new StackTrace(error, fNeedFileInfo: true));

    public static string? Of(StackTrace stack) =>
        stack.GetFrames().Select(Name).FirstOrDefault(static name => name is not null);

    private static string? Name(StackFrame frame)
    {
        // What the framework compiled at run time stands in no type.
        if (DiagnosticMethodInfo.Create(frame) is not { DeclaringTypeName: { Length: > 0 } type } method || IsFramework(method.DeclaringAssemblyName))
        {
            return null;
        }

        var place = Readable(type, method.Name);
        return frame.GetFileName() is { } file ? $"{place}, {Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : place;
    }

    // Async methods and lambdas run in types and methods that the compiler made: Site.Page+<OnInitializedAsync>d__4.MoveNext,
    // Program+<>c+<<<Main>$>b__0_1>d.MoveNext.
    internal static string Readable(string type, string method)
    {
        var nested = type.IndexOf("+<", StringComparison.Ordinal);
        return nested < 0
            ? $"{type}.{Written(method) ?? method}"
            : $"{type[..nested]}.{Written(type[nested..]) ?? Written(method) ?? method}";
    }

    private static string? Written(string name)
    {
        for (var i = name.IndexOf('<', StringComparison.Ordinal); i >= 0 && i + 1 < name.Length; i = name.IndexOf('<', i + 1))
        {
            if (char.IsLetter(name[i + 1]) || name[i + 1] is '_')
            {
                var end = name.IndexOf('>', i);
                return name[(i + 1)..(end < 0 ? name.Length : end)];
            }
        }

        return null;
    }

    internal static bool IsFramework(string? assembly)
    {
        var name = NameOf(assembly);
        return name == nameof(Perennial) || NotTheApps.Any(prefix => name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal));
    }

    internal static string NameOf(string? assembly) => assembly?.Split(',')[0] ?? "";
}
