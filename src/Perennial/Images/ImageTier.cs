using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>Answers <see cref="ImageOptions.Path"/>, before pages and routing: reads, negotiates, finds or fills, writes.</summary>
internal sealed class ImageTier(ImageChoices choices, ImageCache cache, ImageResponder responder)
{
    public bool Takes(HttpContext context) =>
        context.Request.Path.Value is { } path && path.Equals(choices.Path, StringComparison.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return responder.RefuseAsync(context, new(StatusCodes.Status405MethodNotAllowed, "Pictures can only be read"));
        }

        var (query, problem) = ImageQuery.Read(context.Request.QueryString.Value, choices);
        if (query is null)
        {
            return responder.RefuseAsync(context, problem!);
        }

        var wanted = new ImageRequest(query.Url, query.Width, query.Quality, AcceptedFormat.Choose(context.Request.Headers.Accept, choices.Formats));
        return AnswerAsync(context, wanted);
    }

    private async Task AnswerAsync(HttpContext context, ImageRequest wanted)
    {
        var landing = await cache.GetAsync(wanted, context.RequestAborted);
        await (landing.Image is { } image
            ? responder.WriteAsync(context, landing.Slot, image, ImageFileName.Of(wanted.Url), landing.CacheStatus)
            : responder.RefuseAsync(context, landing.Problem!));
    }
}
