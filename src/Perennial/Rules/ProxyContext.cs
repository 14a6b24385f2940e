using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Perennial.Rules;

/// <summary>A request as a proxy sees it.</summary>
public sealed class ProxyContext
{
    private readonly Action<string> _refuse;

    internal ProxyContext(HttpContext httpContext, string path, RuleValues? values, Action<string> refuse)
    {
        (HttpContext, Path, _refuse) = (httpContext, path, refuse);
        Values = values?.All.ToDictionary(StringComparer.OrdinalIgnoreCase) ?? [];
    }

    /// <summary>The request itself: its method, headers, cookies and services. Its body may be read; pages still find it.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>
    /// The one spelling of the path that the proxy, rules and routing decide by: below the base path, decoded, without dot
    /// segments, without empty segments and without a slash at its end. Pages compare literal segments without regard to
    /// case, so compare with <see cref="StringComparison.OrdinalIgnoreCase"/>.
    /// </summary>
    public string Path { get; }

    /// <summary>What the placeholders of the matcher stand for.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>
    /// Response headers to set, whatever answers in the end. They win over header rules. Cookies are set by
    /// <c>HttpContext.Response.Cookies</c>; a response with one is <c>private, no-store</c>.
    /// </summary>
    public IHeaderDictionary ResponseHeaders { get; } = new HeaderDictionary();

    /// <summary>
    /// Sets a request header for whoever runs for this visitor; kept pages do not see it. Names that begin with <c>X-</c>
    /// (not those that say where a request comes from or goes), <c>Accept-Language</c> and <c>Authorization</c>; others are
    /// left as they are, with a warning.
    /// </summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value; empty removes it.</param>
    public void SetRequestHeader(string name, StringValues value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!RequestHeaderNames.MayBeSet(name))
        {
            _refuse(name);
        }
        else if (value.Count == 0)
        {
            HttpContext.Request.Headers.Remove(name);
        }
        else
        {
            HttpContext.Request.Headers[name] = value;
        }
    }
}
