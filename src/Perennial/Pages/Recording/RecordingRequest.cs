using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Pages.Recording;

// Scheme, host and path are the page's own address; raw query, protocol and body would be a visitor's.
internal sealed class RecordingRequest(IHttpRequestFeature inner, Recorder recorder) : IHttpRequestFeature
{
    private readonly bool _declaresQuery = recorder.Page.Policy.Query.Count > 0;

    public string Protocol { get => Read(inner.Protocol, "the protocol's version"); set => inner.Protocol = value; }

    public string Scheme { get => inner.Scheme; set => inner.Scheme = value; }

    public string Method { get => inner.Method; set => inner.Method = value; }

    public string PathBase { get => inner.PathBase; set => inner.PathBase = value; }

    public string Path { get => inner.Path; set => inner.Path = value; }

    public string QueryString { get => Query(inner.QueryString, "the query string (declare with Query what the page shows of it)"); set => inner.QueryString = value; }

    public string RawTarget { get => Query(inner.RawTarget, "the raw target, which holds the query (RawTarget)"); set => inner.RawTarget = value; }

    public IHeaderDictionary Headers { get; set; } = new RecordingHeaders(inner.Headers, recorder);

    public Stream Body { get => Read(inner.Body, "the request's body"); set => inner.Body = value; }

    // A page with declared parameters may look at the whole query: it holds nothing but those.
    private string Query(string value, string what) => _declaresQuery ? value : Read(value, what);

    private T Read<T>(T value, string what) => recorder.Read(value, what, ReadKind.EveryPage);
}
