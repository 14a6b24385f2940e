using System.Text;

namespace Perennial.Rules;

internal sealed class TextTemplate
{
    private readonly Part[] _parts;

    private TextTemplate(Part[] parts) => _parts = parts;

    public string? Constant => _parts switch
    {
        [] => "",
        [{ IsName: false, Text: var text }] => text,
        _ => null,
    };

    public IEnumerable<string> Names => _parts.Where(static part => part.IsName).Select(static part => part.Text);

    public static TextTemplate Parse(string text)
    {
        var parts = new List<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is not ('{' or '}'))
            {
                literal.Append(character);
            }
            else if (i + 1 < text.Length && text[i + 1] == character)
            {
                literal.Append(character);
                i++;
            }
            else if (character is '}')
            {
                throw new FormatException($"the brace at column {i + 1} closes nothing; a brace that is text is written twice");
            }
            else
            {
                var end = text.IndexOf('}', i);
                if (end < 0)
                {
                    throw new FormatException($"the brace at column {i + 1} is never closed");
                }

                // As it stands in the source: {**path} means {path}.
                var name = text[(i + 1)..end].TrimStart('*');
                if (name.Length == 0 || !name.All(static letter => char.IsLetterOrDigit(letter) || letter is '_' or '-'))
                {
                    throw new FormatException($"'{text[i..(end + 1)]}' at column {i + 1} is no placeholder; it is a name in braces, as {{slug}}");
                }

                Flush();
                parts.Add(new(name, IsName: true));
                i = end;
            }
        }

        Flush();
        return new([.. parts]);

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new(literal.ToString(), IsName: false));
                literal.Clear();
            }
        }
    }

    public string Fill(Func<string, string> valueOf) =>
        Constant ?? string.Concat(_parts.Select(part => part.IsName ? valueOf(part.Text) : part.Text));

    public TextTemplate Map(Func<string, string> literal) =>
        new([.. _parts.Select(part => part.IsName ? part : part with { Text = literal(part.Text) })]);

    private readonly record struct Part(string Text, bool IsName);
}
