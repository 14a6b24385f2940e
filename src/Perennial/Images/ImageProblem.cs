namespace Perennial.Images;

/// <summary>Why a request for a picture is answered with an error.</summary>
/// <param name="Status">400 for the request's own faults, 404, 413, 502, 503 or 504 for the source's and ours.</param>
/// <param name="Message">One sentence that names the parameter and what to do.</param>
internal sealed record ImageProblem(int Status, string Message)
{
    /// <summary>The time after which another try is worth while.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ImageProblem With(string parameter, string problem) => new(400, $"\"{parameter}\" {problem}");
}
