using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

// The origin is constant: nothing that a visitor sends gets into it.
internal sealed class Destination
{
    private readonly TextTemplate _path;
    private readonly IReadOnlyList<(string Name, TextTemplate Value)> _query;
    private readonly TextTemplate? _fragment;
    private readonly string _prefix;
    private readonly bool _endsWithSlash;
    private readonly string? _constant;

    public Destination(
        string text,
        string? origin,
        string basePath,
        TextTemplate path,
        IReadOnlyList<(string Name, TextTemplate Value)> query,
        TextTemplate? fragment)
    {
        (Text, Origin, _path, _query, _fragment) = (text, origin, path, query, fragment);
        _prefix = origin ?? PathOrNothing(basePath);
        _endsWithSlash = EndsWithSlash(text);
        _constant = path.Constant is { } constant ? Canonical(constant) : null;
    }

    public string Text { get; }
    public string? Origin { get; }

    public bool HasFragment => _fragment is not null;

    public IEnumerable<string> Names =>
        _path.Names.Concat(_query.SelectMany(static pair => pair.Value.Names)).Concat(_fragment?.Names ?? []);

    /// <summary>The decoded path, in its canonical spelling; null when a value would lead out of it (<c>..</c>).</summary>
    public string? Path(RuleValues? values, bool keepsSlash = false)
    {
        if (_constant is not null)
        {
            return _constant;
        }

        var path = Canonical(_path.Fill(name => values?.InPath(name) ?? ""));
        return HasDotSegment(path) ? null : keepsSlash && path is [.., not '/'] ? path + "/" : path;
    }

    /// <summary>The query: the request's, where the destination does not say otherwise, and the destination's.</summary>
    public QueryString Query(RuleValues? values, QueryString asked)
    {
        if (_query.Count == 0)
        {
            return asked;
        }

        var pairs = new List<string>();
        foreach (var pair in (asked.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!_query.Any(own => own.Name == NameOf(pair)))
            {
                pairs.Add(pair);
            }
        }

        foreach (var (name, value) in _query)
        {
            pairs.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value.Fill(key => values?[key] ?? ""))}");
        }

        return new("?" + string.Join('&', pairs));
    }

    public string? Location(RuleValues? values, QueryString asked, PathString pathBase, string? spelled = null)
    {
        if ((spelled ?? Path(values)) is not { } path)
        {
            return null;
        }

        var prefix = Origin is null && pathBase.HasValue ? PathText.Encode(pathBase.Value!) + _prefix : _prefix;
        var encoded = path is "/" && prefix.Length > 0 && Origin is null ? "" : PathText.Encode(path);
        var fragment = _fragment is null ? "" : "#" + Uri.EscapeDataString(_fragment.Fill(name => values?[name] ?? ""));
        var location = prefix + encoded + Query(values, asked).ToUriComponent() + fragment;
        return Origin is not null || PathText.IsLocal(location) ? location : null;
    }

    public Uri? Target(RuleValues? values, QueryString asked, bool keepsSlash) => Path(values, keepsSlash) is { } path
        ? new(Origin + PathText.Encode(path) + Query(values, asked).ToUriComponent(), new UriCreationOptions
        {
            // Already canonical, and "%2F" must stay what it is.
            DangerousDisablePathAndQueryCanonicalization = true,
        })
        : null;

    private string Canonical(string path)
    {
        var canonical = PathText.Canonical(PathText.WithOneEscape(path));
        return _endsWithSlash && canonical is not "/" ? canonical + "/" : canonical;
    }

    /// <summary>
    /// Whether somebody behind us could read a dot segment in a path, and leave what it lies below: one that decodes it once
    /// more, or again; one to whom a backslash is a slash; one that takes <c>..;a=b</c> for <c>..</c> with a parameter.
    /// </summary>
    private static bool HasDotSegment(string path)
    {
        for (var decoded = path; ; path = decoded)
        {
            foreach (var range in path.AsSpan().SplitAny('/', '\\'))
            {
                var segment = path.AsSpan()[range];
                var parameters = segment.IndexOf(';');
                if ((parameters < 0 ? segment : segment[..parameters]) is "." or "..")
                {
                    return true;
                }
            }

            // It gets shorter with each round, or stays.
            decoded = Uri.UnescapeDataString(path);
            if (decoded.Length == path.Length)
            {
                return false;
            }
        }
    }

    private static bool EndsWithSlash(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        return (end < 0 ? text : text.AsSpan(0, end)) is [.., '/'];
    }

    private static string NameOf(string pair) => Uri.UnescapeDataString(pair.Split('=', 2)[0].Replace('+', ' '));

    private static string PathOrNothing(string basePath) => basePath.Length == 0 ? "" : PathText.Encode(basePath);
}
