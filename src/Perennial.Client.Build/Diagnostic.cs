namespace Perennial.Client.Build;

/// <summary>An error or a warning in the form that MSBuild reads from a program's output: <c>file(line,column): error CODE: text</c>.</summary>
internal sealed record Diagnostic(bool IsError, string Code, string Text)
{
    public string? File { get; init; }

    /// <summary>From 1.</summary>
    public int Line { get; init; }

    /// <summary>From 1.</summary>
    public int Column { get; init; }

    public override string ToString()
    {
        var where = File is null ? "Perennial" : Line is 0 ? File : $"{File}({Line},{Column})";
        return $"{where}: {(IsError ? "error" : "warning")} {Code}: {OneLine(Text)}";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
