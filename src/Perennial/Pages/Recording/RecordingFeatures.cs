using System.Collections;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Perennial.Pages.Recording;

/// <summary>
/// The features of a request that nobody sent, each that tells visitors apart behind a recorder. Armed before the first
/// middleware: what is read there decides what the page shows as well as what the page reads itself.
/// </summary>
/// <remarks>The clock and random numbers cannot be noticed; Next.js has the same gap.</remarks>
internal sealed class RecordingFeatures : IFeatureCollection
{
    private static readonly HashSet<Type> OfAVisitor =
    [
        typeof(ITlsHandshakeFeature), typeof(ITlsTokenBindingFeature), typeof(IServerVariablesFeature),
        typeof(IHttpActivityFeature), typeof(IAuthenticateResultFeature), typeof(IConnectionEndPointFeature), typeof(IConnectionIdFeature),
        typeof(IConnectionItemsFeature), typeof(IConnectionUserFeature), typeof(IConnectionSocketFeature), typeof(IHttpUpgradeFeature),
        typeof(IHttpWebSocketFeature), typeof(IHttpExtendedConnectFeature), typeof(IHttpRequestBodyDetectionFeature),
        typeof(IHttpRequestTrailersFeature), typeof(IFormFeature),
    ];

    private readonly IFeatureCollection _inner;
    private readonly Recorder _recorder;

    public RecordingFeatures(IFeatureCollection inner, Recorder recorder)
    {
        (_inner, _recorder) = (inner, recorder);
        var (query, cookies) = (new QueryFeature(inner).Query, new RequestCookiesFeature(inner).Cookies);
        var request = new RecordingRequest(inner.GetRequiredFeature<IHttpRequestFeature>(), recorder);
        var connection = new RecordingConnection(inner.GetRequiredFeature<IHttpConnectionFeature>(), recorder);
        inner.Set<IHttpRequestFeature>(request);
        inner.Set<IQueryFeature>(new RecordingQuery(query, recorder));
        inner.Set<IRequestCookiesFeature>(new RecordingCookies(cookies, recorder));
        inner.Set<IHttpConnectionFeature>(connection);
        inner.Set<ITlsConnectionFeature>(connection);
        inner.Set<IHttpRequestIdentifierFeature>(connection);
        inner.Set<IItemsFeature>(new RecordingItems(recorder));
        inner.Set<IHttpAuthenticationFeature>(new Authentication(recorder));
        inner.GetRequiredFeature<PageRequestState>().Recorder = recorder;
        var response = inner.GetRequiredFeature<IHttpResponseFeature>();
        response.Headers = new RecordingResponseHeaders(response.Headers, recorder);
    }

    public bool IsReadOnly => false;

    public int Revision => _inner.Revision;

    public object? this[Type key]
    {
        get => Found(key, _inner[key]);
        set
        {
            _inner[key] = Recorded(value);
            Set(key, value);
        }
    }

    public TFeature? Get<TFeature>() => (TFeature?)Found(typeof(TFeature), _inner.Get<TFeature>());

    public void Set<TFeature>(TFeature? instance)
    {
        _inner.Set((TFeature?)Recorded(instance));
        Set(typeof(TFeature), instance);
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() =>
        _recorder.Read(_inner.GetEnumerator(), "the features of the request", ReadKind.EveryPage);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // HttpContext stores a feature that it did not find as null.
    private void Set(Type key, object? feature)
    {
        if (feature is not null)
        {
            _recorder.Found(key);
        }
    }

    // A session is set by middleware, whenever it runs.
    private object? Recorded(object? feature) => feature is ISessionFeature session and not RecordingSession ? new RecordingSession(session, _recorder) : feature;

    private object? Found(Type key, object? feature)
    {
        if (feature is null && (OfAVisitor.Contains(key) || IsTheApps(key)))
        {
            _recorder.Miss(key, $"the feature '{key.Name}'");
        }

        return feature;
    }

    // By its name space: this is asked often, and an assembly's name is made anew each time.
    private static bool IsTheApps(Type key) =>
        key.Assembly != typeof(RecordingFeatures).Assembly
        && key.Namespace is var space
        && space?.StartsWith("Microsoft.", StringComparison.Ordinal) is not true
        && space?.StartsWith("System.", StringComparison.Ordinal) is not true;

    /// <summary>The user is nobody, and stays so: whom middleware would put there depends on the visitor, or on nothing.</summary>
    private sealed class Authentication(Recorder recorder) : IHttpAuthenticationFeature
    {
        private readonly RecordingPrincipal _nobody = new(new ClaimsPrincipal(new ClaimsIdentity()), recorder);

        public ClaimsPrincipal? User { get => _nobody; set { } }
    }
}
