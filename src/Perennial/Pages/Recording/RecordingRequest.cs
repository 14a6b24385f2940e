using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>
/// Puts recorders over what an endpoint can read of a visitor. Armed just before the page's own delegate: what middleware
/// read before it says nothing about the page.
/// </summary>
/// <remarks>The clock and random numbers cannot be noticed; Next.js has the same gap.</remarks>
internal static class RecordingRequest
{
    public static void Arm(HttpContext context, RenderScope scope, PageDefinition page)
    {
        var features = context.Features;
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        request.Headers = new RecordingHeaders(request.Headers, scope);
        features.Set<IRequestCookiesFeature>(new Cookies(scope));
        features.Set<IQueryFeature>(new Query(context.Request.Query, scope, page));
        features.Set<IHttpConnectionFeature>(new Connection(features.GetRequiredFeature<IHttpConnectionFeature>(), scope));
        if (features.Get<ISessionFeature>() is { } session)
        {
            features.Set<ISessionFeature>(new SessionRecorder(session, scope));
        }

        context.User = new RecordingPrincipal(scope);
    }

    private sealed class Cookies(RenderScope scope) : IRequestCookiesFeature, IRequestCookieCollection
    {
        // These cookies are asked for by the framework on the way to things that a page may well do without a visitor.
        private static readonly string[] Infrastructure = [".AspNetCore.Mvc.CookieTempDataProvider", ".AspNetCore.Antiforgery"];

        IRequestCookieCollection IRequestCookiesFeature.Cookies { get => this; set { } }

        public int Count => Touched(0);

        public ICollection<string> Keys => Touched(Array.Empty<string>());

        public string? this[string key] => Touched<string?>(null, key);

        public bool ContainsKey(string key) => Touched(false, key);

        public bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = null;
            return Touched(false, key);
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            Touched(Enumerable.Empty<KeyValuePair<string, string>>()).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private T Touched<T>(T value, string? key = null)
        {
            if (key is null || !Infrastructure.Any(name => key.StartsWith(name, StringComparison.Ordinal)))
            {
                scope.Touch((key is null ? "cookies" : $"the cookie '{key}'") + Toucher.Describe());
            }

            return value;
        }
    }

    private sealed class Query(IQueryCollection inner, RenderScope scope, PageDefinition page) : IQueryFeature, IQueryCollection
    {
        private readonly IReadOnlyList<string> _declared = page.Policy.Query;

        // MVC counts the query before it binds any argument, and asks for the name of a handler on the way to a Razor Page.
        private readonly bool _isView = page.Kind is CacheKind.View;

        IQueryCollection IQueryFeature.Query { get => this; set { } }

        public int Count => _isView ? inner.Count : Touched(inner.Count);

        public ICollection<string> Keys => Touched(inner.Keys);

        public StringValues this[string key] => Touched(inner[key], key);

        public bool ContainsKey(string key) => Touched(inner.ContainsKey(key), key);

        public bool TryGetValue(string key, out StringValues value) => Touched(inner.TryGetValue(key, out value), key);

        public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => Touched(inner.GetEnumerator());

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private T Touched<T>(T value, string? key = null)
        {
            // A page with declared parameters may look at the whole query: it holds nothing but those.
            var isExpected = key is null
                ? _declared.Count > 0
                : _declared.Contains(key, StringComparer.OrdinalIgnoreCase) || (_isView && key == "handler");
            if (!isExpected)
            {
                scope.Touch((key is null ? "the query" : $"the query parameter '{key}' (declare it with Query)") + Toucher.Describe());
            }

            return value;
        }
    }

    private sealed class Connection(IHttpConnectionFeature inner, RenderScope scope) : IHttpConnectionFeature
    {
        public string ConnectionId { get => inner.ConnectionId; set => inner.ConnectionId = value; }

        public System.Net.IPAddress? RemoteIpAddress { get => Touched(inner.RemoteIpAddress); set => inner.RemoteIpAddress = value; }

        public System.Net.IPAddress? LocalIpAddress { get => inner.LocalIpAddress; set => inner.LocalIpAddress = value; }

        public int RemotePort { get => Touched(inner.RemotePort); set => inner.RemotePort = value; }

        public int LocalPort { get => inner.LocalPort; set => inner.LocalPort = value; }

        private T Touched<T>(T value)
        {
            scope.Touch("the visitor's address" + Toucher.Describe());
            return value;
        }
    }

    private sealed class SessionRecorder(ISessionFeature inner, RenderScope scope) : ISessionFeature
    {
        public ISession Session
        {
            get
            {
                scope.Touch("the session" + Toucher.Describe());
                return inner.Session;
            }

            set => inner.Session = value;
        }
    }
}
