using System.Diagnostics;

namespace Twin.Routes;

/// <summary>The two ways in which a Next app revalidates: <c>res.revalidate</c>, and <c>revalidatePath</c> and <c>revalidateTag</c>.</summary>
internal static class RevalidationRoutes
{
    public static void MapRevalidation(this IEndpointRouteBuilder app)
    {
        app.Map("/api/revalidate", RegenerateAsync);
        app.MapHandler("/rh/revalidate", InvalidateAsync);
    }

    private static async Task<IResult> RegenerateAsync(
        string? secret, string? path, string? only, IRevalidator revalidator, CancellationToken cancellationToken)
    {
        if (secret != "s3cret")
        {
            return JsonAnswer.Of(new { message = "Invalid token" }, StatusCodes.Status401Unauthorized);
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            // "Only what was generated before": what is kept is given up, and nothing is rendered for it.
            await (only is null
                ? revalidator.RegenerateAsync(path ?? "", cancellationToken)
                : revalidator.ExpireAsync(CacheTag.Path(path ?? ""), cancellationToken));
            return JsonAnswer.Of(new { revalidated = true, ms = Elapsed(started) }, StatusCodes.Status200OK);
        }
        catch (PerennialException failure)
        {
            return JsonAnswer.Of(
                new { error = failure.Message, ms = Elapsed(started) }, StatusCodes.Status500InternalServerError);
        }
    }

    private static async Task<IResult> InvalidateAsync(
        string? path, string? type, string? tag, string? profile, IRevalidator revalidator, CancellationToken cancellationToken)
    {
        try
        {
            if (path is not null)
            {
                await revalidator.ExpireAsync(TagOf(path, type), cancellationToken);
            }

            if (tag is not null)
            {
                await (profile is "none" or "expire0"
                    ? revalidator.ExpireAsync(tag, cancellationToken)
                    : revalidator.RevalidateAsync(tag, cancellationToken));
            }

            return JsonAnswer.Of(new { revalidated = true }, StatusCodes.Status200OK);
        }
        catch (PerennialException failure)
        {
            return JsonAnswer.Of(new { error = failure.Message }, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>Next names a route by its file, <c>/a/post/[slug]</c>; the pattern of ours is <c>/a/post/{Slug}</c>.</summary>
    private static CacheTag TagOf(string path, string? type) => (path, type) switch
    {
        ("/", "layout") => CacheTag.All,
        ("/a/post/[slug]", "page") => CacheTag.Route("/a/post/{Slug}"),
        ("/rh/item/[id]", "page") => CacheTag.Route("/rh/item/{id}"),
        _ => CacheTag.Path(path),
    };

    private static long Elapsed(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
