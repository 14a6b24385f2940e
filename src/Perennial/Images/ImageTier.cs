using Microsoft.AspNetCore.Http;
using Perennial.Caching.Memory;
using Perennial.Http;
using Perennial.Telemetry;

namespace Perennial.Images;

internal sealed class ImageTier(ResolvedImageOptions choices, ImageCache cache, ImageResponder responder, ImageSignals signals, Sites sites)
{
    private readonly AcceptedFormats _formats = new(choices.Formats);

    // Queries as our own markup writes them, and no other spelling: so a picture in memory has one name for each format.
    private readonly CellIndex<(string Query, ImageFormat? Format, Uri? Site), CachedImage> _known = new();

    public bool Takes(HttpContext context) =>
        context.Request.Path.Value is { } path && path.Equals(choices.Path, StringComparison.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!RequestMethod.IsRead(request))
        {
            signals.Answered(context, CacheResult.Failed, StatusCodes.Status405MethodNotAllowed);
            return OwnAnswer.OnlyReadAsync(context);
        }

        var asked = (Query: request.QueryString.Value ?? "", Format: _formats.Choose(request.Headers.Accept), Site: sites.OtherThanMain(request));
        if (_known.Find(asked) is { } known && cache.Find(known) is { } found)
        {
            return WriteAsync(context, found);
        }

        var (query, problem) = ImageQuery.Read(asked.Query, choices);
        return query is null
            ? RefuseAsync(context, CacheResult.Failed, problem!)
            : AnswerAsync(context, asked, query.Url, new(choices.Own(query.Url, request.PathBase), query.Width, query.Quality, asked.Format, asked.Site));
    }

    private async Task AnswerAsync(HttpContext context, (string Query, ImageFormat? Format, Uri? Site) asked, string original, ImageRequest wanted)
    {
        var read = cache.Read(wanted);
        var lookup = await cache.GetAsync(read, context.RequestAborted);
        if (lookup.Problem is { } problem)
        {
            await (IsForPage(context.Request) && problem.Status is not StatusCodes.Status404NotFound && choices.ProblemOf(wanted.Url) is null
                ? SendAsync(context, CacheResult.Of(lookup.Read.Status), problem, original)
                : RefuseAsync(context, CacheResult.Of(lookup.Read.Status), problem));
            return;
        }

        if (lookup.Read.Cell is { } cell && asked.Query == ImageUrl.Of("", wanted.Url, wanted.Width, wanted.Quality))
        {
            _known.Add(asked, new(cell, read));
        }

        await WriteAsync(context, lookup);
    }

    private Task WriteAsync(HttpContext context, in ImageCacheResult lookup)
    {
        signals.Answered(context, CacheResult.Of(lookup.Read.Status));
        return responder.WriteAsync(context, lookup.Read, lookup.Image!);
    }

    /// <summary>
    /// Whether a browser says that it asks for a picture of a page, and not because somebody follows a link: where an address
    /// leads on is nothing that a stranger's link may use.
    /// </summary>
    private static bool IsForPage(HttpRequest request) => request.Headers["Sec-Fetch-Dest"] == "image";

    private Task SendAsync(HttpContext context, string result, ImageProblem problem, string original)
    {
        signals.Answered(context, result, problem.Status);
        ImageResponder.Send(context, original);
        return Task.CompletedTask;
    }

    private Task RefuseAsync(HttpContext context, string result, ImageProblem problem)
    {
        signals.Answered(context, result, problem.Status);
        return ImageResponder.RefuseAsync(context, problem);
    }
}
