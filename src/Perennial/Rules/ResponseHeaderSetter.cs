using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Sets the headers of rules and proxy on one response. When it begins, and after everybody else: registered before all of
/// them, it is called last.
/// </summary>
internal sealed class ResponseHeaderSetter
{
    private readonly HttpContext _context;
    private readonly HeaderSet? _set;

    private ResponseHeaderSetter(HttpContext context, HeaderSet? set) => (_context, _set) = (context, set);

    public IHeaderDictionary? OfProxy { get; set; }

    public static ResponseHeaderSetter Register(HttpContext context, HeaderSet? set)
    {
        var pass = new ResponseHeaderSetter(context, set);
        context.Response.OnStarting(
            static state =>
            {
                ((ResponseHeaderSetter)state).Apply();
                return Task.CompletedTask;
            },
            pass);
        return pass;
    }

    /// <summary>
    /// No cache keeps the error page of what failed here. Said now: the framework's error handler says less than we do, and
    /// the callback that is registered first is called last.
    /// </summary>
    public static bool TryKeepPrivate(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            return false;
        }

        context.Response.OnStarting(
            static state =>
            {
                ((HttpResponse)state).Headers.CacheControl = FreshnessHeaders.Private;
                return Task.CompletedTask;
            },
            context.Response);
        return true;
    }

    private void Apply()
    {
        var headers = _context.Response.Headers;
        if (_set is not null)
        {
            var values = _set.Values;
            for (var i = 0; i < values.Count; i++) // foreach over an interface allocates its enumerator
            {
                Set(headers, values[i].Key, values[i].Value);
            }
        }

        foreach (var (name, value) in OfProxy ?? Enumerable.Empty<KeyValuePair<string, StringValues>>())
        {
            Set(headers, name, value);
        }
    }

    private void Set(IHeaderDictionary headers, string name, StringValues value)
    {
        if (name.Equals("Content-Security-Policy", StringComparison.OrdinalIgnoreCase) && headers.ContentSecurityPolicy.ToString().Contains("sandbox", StringComparison.OrdinalIgnoreCase))
        {
            // A picture of somebody else's is shown in a sandbox, and a rule for all paths must not open it. A browser holds to both.
            headers.ContentSecurityPolicy = StringValues.Concat(headers.ContentSecurityPolicy, value);
        }
        else if (!name.EndsWith("Cache-Control", StringComparison.OrdinalIgnoreCase) && !FreshnessHeaders.IsCacheDirective(name))
        {
            headers[name] = value;
        }
        else if (MayBeCached(headers))
        {
            if (name.Equals("Cache-Control", StringComparison.OrdinalIgnoreCase))
            {
                // Ours would contradict it, and a cache that reads the field of its own believes that one (RFC 9213 §2.2).
                headers.Remove("CDN-Cache-Control");
            }

            headers[name] = value;
        }
    }

    /// <summary>
    /// A rule speaks of a path, and knows nothing of this response: it must not make a cache keep an error, a draft or
    /// somebody's cookie, nor ask for files again whose names change with their content.
    /// </summary>
    private bool MayBeCached(IHeaderDictionary headers) =>
        _context.Response.StatusCode is < 400 or StatusCodes.Status404NotFound or StatusCodes.Status410Gone
        && headers.SetCookie.Count == 0
        && headers.CacheControl != FreshnessHeaders.Immutable
        && RequestState.Find(_context) is not { IsPrivateDraft: true };
}
