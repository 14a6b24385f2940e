using Microsoft.Extensions.Primitives;

namespace Perennial.Rules;

internal sealed class HeaderSet(IReadOnlyList<KeyValuePair<string, StringValues>> values)
{
    public IReadOnlyList<KeyValuePair<string, StringValues>> Values => values;

    public static HeaderSet From(IEnumerable<RuleMatch<CompiledHeaders>> matches) =>
        new([.. matches.SelectMany(static match => match.Rule.Values.Select(pair =>
            KeyValuePair.Create(pair.Name, (StringValues)(pair.Value.Constant ?? Fill(pair.Value, match.Values)))))]);

    public static HeaderSet? Fixed(RuleBucket bucket)
    {
        var all = new List<RuleMatch<CompiledHeaders>>();
        for (var from = bucket; from is not null; from = from.Parent)
        {
            foreach (var rule in from.Headers)
            {
                if (!rule.IsFixed)
                {
                    return null;
                }

                all.Add(new(rule, Values: null));
            }
        }

        return From(all.OrderBy(static match => match.Rule.Order));
    }

    private static string Fill(TextTemplate value, RuleValues? values) => value.Fill(name => HeaderText.Safe(values?[name] ?? ""));
}
