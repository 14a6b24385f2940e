using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Perennial.Deployment;
using Perennial.Http;

namespace Perennial.Client;

internal sealed class ClientFiles(ClientScript script, AssetTier assets)
{
    private const ContentCoding All = ContentCoding.Gzip | ContentCoding.Brotli;

    public bool Owns(HttpRequest request) =>
        RequestMethod.IsRead(request)
        && string.Equals(request.Path.Value, script.Path, StringComparison.Ordinal);

    public Task AnswerAsync(HttpContext context)
    {
        var coding = AcceptEncoding.Choose(context.Request.Headers.AcceptEncoding, All);
        var headers = context.Response.Headers;
        headers.CacheControl = FreshnessHeaders.Immutable;
        RequestState.Of(context).IsImmutableFile = true;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        headers.ContentEncoding = coding switch
        {
            ContentCoding.Brotli => "br",
            ContentCoding.Gzip => "gzip",
            _ => default,
        };
        assets.Announce(context);
        return TypedResults.Bytes(script.Bytes(coding), ClientScript.ContentType, entityTag: EntityTagHeaderValue.Parse(EntityTags.For(script.Tag, coding)))
            .ExecuteAsync(context);
    }
}
