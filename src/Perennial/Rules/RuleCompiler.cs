using System.Buffers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Perennial.Http;

namespace Perennial.Rules;

internal sealed class RuleCompiler(ParameterPolicyFactory policies, ProxyRegistration? proxy = null)
{
    private const string Path = "Perennial:Rules";

    private static readonly SearchValues<char> NotInBasePath = SearchValues.Create("{}?#%\\*");

    private readonly SourceParser _sources = new(policies);

    public RuleTable Compile(RuleOptions options, out IReadOnlyList<string> errors)
    {
        var notes = new RuleErrors();
        var basePath = BasePath(options.BasePath, notes);
        var headers = All(options.Headers, $"{Path}:Headers", notes, (rule, order, at) => Headers(rule, order, at, basePath));
        var redirects = All(options.Redirects, $"{Path}:Redirects", notes, (rule, order, at) => Redirect(rule, order, at, basePath));
        var rewrites = All(options.Rewrites, $"{Path}:Rewrites", notes, (rule, order, at) => Rewrite(rule, order, at, basePath));
        NoteLoops(redirects, static rule => rule.Destination, $"{Path}:Redirects", basePath, notes);
        foreach (var phase in rewrites.GroupBy(static rewrite => rewrite.Rule.Phase))
        {
            NoteLoops([.. phase], static rule => rule.Destination, $"{Path}:Rewrites", basePath, notes);
        }

        var matchers = All(
            proxy?.Matchers ?? [], $"AddProxy<{proxy?.Type.Name}>", notes, (rule, order, at) => Matcher(rule, order, at, basePath));
        errors = notes.All;
        return new(basePath, [.. headers, .. redirects, .. rewrites, .. matchers]);
    }

    private static void NoteLoops<TRule>(
        IReadOnlyList<TRule> rules, Func<TRule, Destination> destination, string path, string basePath, RuleErrors notes)
        where TRule : CompiledRule
    {
        foreach (var (order, chain) in LoopDetector.Find(rules, destination, basePath))
        {
            notes.Add("PER1107", $"{path}:{order}", $"leads in a circle: {chain}; let one of these rules lead to where the last one should");
        }
    }

    private static string BasePath(string? value, RuleErrors notes)
    {
        if (string.IsNullOrEmpty(value) || value is "/")
        {
            return "";
        }

        if (!value.StartsWith('/') || !PathText.IsCanonical(value) || value.AsSpan().ContainsAny(NotInBasePath) || RawTarget.HasControl(value))
        {
            notes.Add("PER1111", $"{Path}:BasePath", $"is '{value}'; it is a path as '/docs', without a slash at its end and without escapes");
            return "";
        }

        return value;
    }

    private static List<TCompiled> All<TRule, TCompiled>(
        IReadOnlyList<TRule> rules, string path, RuleErrors notes, Func<TRule, int, RuleErrors.At, TCompiled?> compile)
        where TRule : Rule
        where TCompiled : CompiledRule
    {
        var compiled = new List<TCompiled>();
        for (var i = 0; i < rules.Count; i++)
        {
            var at = notes.For($"{path}:{i}");
            if (compile(rules[i], i, at) is { } rule && !at.HasErrors)
            {
                compiled.Add(rule);
            }
        }

        return compiled;
    }

    private CompiledRedirect? Redirect(RedirectRule rule, int order, RuleErrors.At at, string basePath)
    {
        var status = rule.StatusCode ?? (rule.Permanent ? 308 : 307);
        if (status is not (301 or 302 or 303 or 307 or 308))
        {
            at.Add("PER1106", "StatusCode", $"is {status}, which is no redirect; use 301, 302, 303, 307 or 308");
        }

        var below = rule.BasePath ? basePath : "";
        var source = Source(rule, at, below);
        var destination = at.Try("Destination", () => DestinationParser.Parse(rule.Destination, below));
        var (has, missing) = Conditions(rule, at);
        if (source is null || destination is null)
        {
            return null;
        }

        var compiled = new CompiledRedirect(order, source, has, missing, destination, status, rule.BasePath);
        Placeholders(compiled, destination.Names, "Destination", at);
        return compiled;
    }

    private CompiledRewrite? Rewrite(RewriteRule rule, int order, RuleErrors.At at, string basePath)
    {
        var below = rule.BasePath ? basePath : "";
        if (!Enum.IsDefined(rule.Phase))
        {
            at.Add("PER1114", "Phase", $"is '{rule.Phase}'; it is one of {string.Join(", ", Enum.GetNames<RewritePhase>())}");
        }

        var source = Source(rule, at, below);
        var destination = at.Try("Destination", () => DestinationParser.Parse(rule.Destination, ""));
        var (has, missing) = Conditions(rule, at);
        if (source is null || destination is null)
        {
            return null;
        }

        if (destination.HasFragment)
        {
            at.Add("PER1103", "Destination", $"'{rule.Destination}' has a fragment, which no server ever sees; remove it, or redirect");
        }

        if (destination.Origin is null && rule.HasConventions)
        {
            at.Add("PER1115", "", $"'{rule.Source}' leads to this app's '{rule.Destination}', which is a page by itself: declare there how long it is kept");
        }

        if (destination.Origin is null && !rule.BasePath && basePath.Length > 0)
        {
            at.Add("PER1112", "BasePath", "is false, but a rewrite within this app ends below the base path; redirect instead");
        }

        var compiled = new CompiledRewrite(order, source, has, missing, rule, destination, below);
        Placeholders(compiled, destination.Names, "Destination", at);
        return compiled;
    }

    private CompiledHeaders? Headers(HeaderRule rule, int order, RuleErrors.At at, string basePath)
    {
        var source = Source(rule, at, rule.BasePath ? basePath : "");
        var (has, missing) = Conditions(rule, at);
        if (rule.Values.Count == 0)
        {
            at.Add("PER1109", "Values", "is empty; name at least one header");
        }

        var values = new List<(string, TextTemplate)>();
        foreach (var (name, value) in rule.Values)
        {
            if (at.Try($"Values:{name}", () => HeaderText.Check(name, value)) is { } template)
            {
                values.Add((name, template));
            }
        }

        if (source is null)
        {
            return null;
        }

        var compiled = new CompiledHeaders(order, source, has, missing, values);
        Placeholders(compiled, values.SelectMany(static pair => pair.Item2.Names), "Values", at);
        return compiled;
    }

    private CompiledMatcher? Matcher(ProxyMatcher rule, int order, RuleErrors.At at, string basePath)
    {
        var source = Source(rule, at, basePath);
        var (has, missing) = Conditions(rule, at);
        return source is null ? null : new(order, source, has, missing);
    }

    private SourceTemplate? Source(Rule rule, RuleErrors.At at, string basePath) => at.Try("Source", () => _sources.Parse(rule.Source, basePath));

    private static (CompiledCondition[] Has, CompiledCondition[] Missing) Conditions(Rule rule, RuleErrors.At at) =>
        (Conditions(rule.Has, "Has", at), Conditions(rule.Missing, "Missing", at));

    private static CompiledCondition[] Conditions(IList<RuleCondition> conditions, string name, RuleErrors.At at) =>
        [.. conditions.Select((condition, i) => at.Try($"{name}:{i}", () => Condition(condition))).OfType<CompiledCondition>()];

    internal static CompiledCondition Condition(RuleCondition condition)
    {
        if (!Enum.IsDefined(condition.Type))
        {
            throw new RuleException("PER1108", $"has the type '{condition.Type}'; it is one of {string.Join(", ", Enum.GetNames<RuleConditionType>())}");
        }

        if (condition.Type is RuleConditionType.Host ? condition.Value is null : string.IsNullOrEmpty(condition.Key))
        {
            throw new RuleException("PER1108", condition.Type is RuleConditionType.Host
                ? "asks for a host and does not say which; set Value"
                : $"asks for a {condition.Type.ToString().ToLowerInvariant()} and does not say which; set Key");
        }

        try
        {
            return new(condition.Type, condition.Key, condition.Value is null ? null : LinearRegex.Whole(condition.Value));
        }
        catch (Exception error) when (error is RegexParseException or NotSupportedException)
        {
            throw new RuleException(
                "PER1108", $"has the value '{condition.Value}', which is no regular expression that runs in linear time: {error.Message.TrimEnd('.')}");
        }
    }

    private static void Placeholders(CompiledRule rule, IEnumerable<string> used, string setting, RuleErrors.At at)
    {
        var known = rule.Names.ToList();
        foreach (var name in used.Distinct(StringComparer.OrdinalIgnoreCase).Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            at.Add("PER1104", setting, $"uses {{{name}}}, which neither the source nor a condition names"
                + (known.Count == 0 ? "" : $"; there is {string.Join(", ", known.Select(static name => $"{{{name}}}"))}"));
        }

        foreach (var twice in rule.OwnNames.GroupBy(static name => name, StringComparer.OrdinalIgnoreCase).Where(static group => group.Count() > 1))
        {
            at.Add("PER1104", "", $"names {{{twice.Key}}} twice; give each value a name of its own");
        }
    }
}
