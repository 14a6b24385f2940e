using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Images;

internal sealed record ImageProblem(int Status, string Message)
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the source itself says that there is no picture for everybody: then an older one must not be shown any more
    /// either. A source that is slow, down or broken says nothing of the kind.
    /// </summary>
    public bool IsGone { get; init; }

    /// <summary>
    /// Whether the source says that it is not for everybody. A wall in front of it says the same on a bad day, so an older
    /// picture stays until somebody invalidates it.
    /// </summary>
    public bool IsForbidden { get; init; }

    /// <summary>Whether the same source may be a picture in a moment, although it is none now and the fault is its own.</summary>
    public bool MayPass { get; init; }

    /// <summary>Whether it is the source that is no picture for everybody, and will be none until somebody changes it.</summary>
    public bool IsLasting => (Status is 400 or 413) && !IsGone && !MayPass;

    public static ImageProblem TooMany(TimeSpan? retryAfter = null) =>
        new(503, "Too many pictures are being made; ask again in a moment") { RetryAfter = retryAfter ?? TimeSpan.FromSeconds(1) };

    public static ImageProblem With(string parameter, string problem) => new(400, $"\"{parameter}\" {problem}");

    /// <summary>What is wrong with a source by what it answered; null where it is a picture for everybody, as far as its head says.</summary>
    public static ImageProblem? Of(FetchedResponse source) => source.Status switch
    {
        StatusCodes.Status200OK when SourceLifetime.IsPrivateBecause(source.Headers) is { } because =>
            With("url", $"is not for everybody: it {because}") with { IsForbidden = true },
        StatusCodes.Status200OK when source.Body.Length == 0 => With("url", "is an empty picture"),
        StatusCodes.Status200OK => null,
        StatusCodes.Status404NotFound or StatusCodes.Status410Gone or StatusCodes.Status451UnavailableForLegalReasons =>
            new(StatusCodes.Status404NotFound, "\"url\" was not found") { IsGone = true },
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden =>
            With("url", $"is not a picture that everybody may see: it answers {source.Status}") with { IsForbidden = true },
        >= 300 and < 400 => With(
            "url", $"redirects to '{ImageSrc.Shortened(source.Headers.Location.ToString())}'; give the path of the picture itself"),
        StatusCodes.Status429TooManyRequests => new(StatusCodes.Status503ServiceUnavailable, "\"url\" could not be fetched: its server is asked too often")
        {
            RetryAfter = TimeSpan.FromSeconds(3),
        },
        >= 500 => new(StatusCodes.Status502BadGateway, $"\"url\" could not be fetched: its server answers {source.Status}"),
        _ => With("url", $"is no picture: it answers {source.Status}"),
    };

    public static ImageProblem Of(ImageRefusedException refused) => refused.Refusal switch
    {
        ImageRefusal.Busy => TooMany(refused.RetryAfter),
        ImageRefusal.Failed => new(
            StatusCodes.Status503ServiceUnavailable, "\"url\" was not made: the process that decodes pictures ended over it; ask again in a moment")
        { RetryAfter = refused.RetryAfter ?? TimeSpan.FromSeconds(1) },
        _ => With("url", "cannot be optimised: " + refused.Message.TrimEnd('.')),
    };
}

internal sealed class ImageFailedException(ImageProblem problem) : Exception(problem.Message)
{
    public ImageProblem Problem { get; } = problem;
    public ImageSource? Answer { get; init; }
}
