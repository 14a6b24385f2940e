using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Site.Feeds;

internal sealed class XmlResult(XElement root, string contentType) : IResult
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Async = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = contentType;
        await using var writer = XmlWriter.Create(httpContext.Response.Body, Settings);
        await new XDocument(root).SaveAsync(writer, httpContext.RequestAborted);
    }
}
