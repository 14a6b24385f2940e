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
}

internal sealed class ImageFailedException(ImageProblem problem) : Exception(problem.Message)
{
    public ImageProblem Problem { get; } = problem;
    public ImageSource? Answer { get; init; }
}
