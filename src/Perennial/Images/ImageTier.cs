using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>Answers <see cref="ImageOptions.Path"/>, before pages and routing: reads, negotiates, finds or fills, writes.</summary>
internal sealed class ImageTier(ImageChoices choices, ImageCache cache, ImageResponder responder)
{
    private readonly AcceptedFormats _formats = new(choices.Formats);

    // Queries as our own markup writes them, and no other spelling: so a picture in memory has one name for each format.
    private readonly CellIndex<(string Query, ImageFormat? Format), KnownImage> _known = new();

    public bool Takes(HttpContext context) =>
        context.Request.Path.Value is { } path && path.Equals(choices.Path, StringComparison.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return responder.RefuseAsync(context, new(StatusCodes.Status405MethodNotAllowed, "Pictures can only be read"));
        }

        var asked = (Query: request.QueryString.Value ?? "", Format: _formats.Choose(request.Headers.Accept));
        if (_known.Find(asked) is { } known && cache.Find(known) is { } found)
        {
            return responder.WriteAsync(context, found.Slot, found.Image!, found.CacheStatus);
        }

        var (query, problem) = ImageQuery.Read(asked.Query, choices);
        return query is null
            ? responder.RefuseAsync(context, problem!)
            : AnswerAsync(context, asked, new(query.Url, query.Width, query.Quality, asked.Format));
    }

    private async Task AnswerAsync(HttpContext context, (string Query, ImageFormat? Format) asked, ImageRequest wanted)
    {
        var landing = await cache.GetAsync(wanted, context.RequestAborted);
        if (landing.Image is not { } image)
        {
            await responder.RefuseAsync(context, landing.Problem!);
            return;
        }

        if (landing.Cell is { } cell && asked.Query == ImageUrl.Of("", wanted.Url, wanted.Width, wanted.Quality))
        {
            _known.Add(asked, new(cell, wanted));
        }

        await responder.WriteAsync(context, landing.Slot, image, landing.CacheStatus);
    }
}
