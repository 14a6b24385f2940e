using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

internal sealed class CompiledCondition(RuleConditionType type, string? key, Regex? value)
{
    public IReadOnlyList<string> Names { get; } = value is null
        ? key is null ? [] : [key]
        : [.. value.GetGroupNames().Where(static name => !char.IsAsciiDigit(name[0]))];

    public bool IsNamed => value is not null;

    public bool Holds(HttpRequest request, RuleValues? values)
    {
        if (Find(request) is not { } found)
        {
            return false;
        }

        if (value is null)
        {
            values?.Add(key!, found);
            return true;
        }

        if (value.Match(found) is not { Success: true } match)
        {
            return false;
        }

        if (values is not null)
        {
            foreach (var name in Names)
            {
                values.Add(name, match.Groups[name].Value);
            }
        }

        return true;
    }

    // Of a repeated header all values count as one, as RFC 9110 §5.3 reads them; of a repeated parameter the last one does.
    private string? Find(HttpRequest request) => type switch
    {
        RuleConditionType.Header => request.Headers.TryGetValue(key!, out var header) ? header.ToString() : null,
        RuleConditionType.Cookie => request.Cookies[key!],
        RuleConditionType.Query => request.Query.TryGetValue(key!, out var query) ? query[^1] ?? "" : null,
        _ => request.Host.Host.ToLowerInvariant(),
    };
}
