namespace Perennial.Client.Build;

internal sealed record Diagnostic(bool IsError, string Code, string Text)
{
    public string? File { get; init; }
    public int Line { get; init; }
    public int Column { get; init; }

    public override string ToString()
    {
        var where = File is null ? "Perennial" : Line is 0 ? File : $"{File}({Line},{Column})";
        return $"{where}: {(IsError ? "error" : "warning")} {Code}: {OneLine(Text)}";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
