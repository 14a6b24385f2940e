using System.Text;

namespace Perennial.DotEnvTests;

/// <summary>Makes files as people write them, and files as nobody does, the same ones for the same seed.</summary>
internal sealed class EnvCases(int seed)
{
    private static readonly string[] Modes = ["development", "production", "test"];
    private static readonly string[] Names = ["A", "B", "C", "D", "AB", "K1", "_X", "a.b", "x-y", "export", "Auth__Key"];
    private static readonly string[] Breaks = ["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\n  \n"];
    private static readonly string[] Signs = ["=", "=", "=", " = ", "= ", ": ", " =", ":", "\t=\t"];
    private static readonly string[] Ends = ["", "", "", " # note", "# note", " ", " # it's \"so\""];
    private static readonly string[] Pieces =
    [
        "x", "value", " ", "5", "https://example.com/", "$A", "${B}", "${C:-other}", "${D:-}", "$AB", "\\$A", "$", "$$", "\\n",
        "é", "😀", "=", "'", "\"", "`", "#", "$(date)", "-", "{", "}", "\\", "$K1", "${a.b}", "${A-x}", "$$A", "\\$\\$", "\\$&",
    ];

    private static readonly string[] Soup =
    [
        .. Names, .. Pieces, "=", "=", "=", "\n", "\n", "\n", "\r\n", "\r", " ", "\t", "'", "'", "\"", "\"", "`", "\\'", "\\\"",
        "export ", ": ", ":", ":-", "# ", "\uFEFF", "\u2028", "\u00A0", "\u0085", "$&", "$'", "$`", "\\r", "\v",
    ];

    private readonly Random _random = new(seed);

    public EnvCase Next()
    {
        var mode = Pick(Modes);
        string[] names = [$".env.{mode}.local", ".env.local", $".env.{mode}", ".env"];
        var files = names.Where(_ => Chance(60)).ToDictionary(static name => name, _ => Text());
        var environment = Names.Where(_ => Chance(12)).ToDictionary(static name => name, _ => Pick(["", "p", "of process", "$B", "\\$B"]));
        return new(mode, files, environment);
    }

    private string Text()
    {
        var text = new StringBuilder(Chance(10) ? "\uFEFF" : "");
        if (Chance(40))
        {
            Append(text, Soup, 60);
            return text.ToString();
        }

        for (var lines = _random.Next(1, 9); lines > 0; lines--)
        {
            AppendLine(text);
        }

        return text.ToString();
    }

    private void AppendLine(StringBuilder text)
    {
        text.Append(Pick(["", "", "", "  ", "# "])).Append(Chance(15) ? "export " : "").Append(Pick(Names)).Append(Pick(Signs));
        var quote = Pick(["", "", "", "'", "\"", "`"]);
        text.Append(quote);
        Append(text, Pieces, 5);
        text.Append(quote is not "" && Chance(30) ? Pick(Breaks) + "second line" : "");
        text.Append(Chance(95) ? quote : "").Append(Pick(Ends)).Append(Pick(Breaks));
    }

    private void Append(StringBuilder text, string[] from, int most)
    {
        for (var count = _random.Next(most); count > 0; count--)
        {
            text.Append(Pick(from));
        }
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private bool Chance(int percent) => _random.Next(100) < percent;
}
