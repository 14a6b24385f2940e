namespace Perennial.Images;

/// <summary>A picture was not made, and what its visitor is told.</summary>
internal sealed class ImageFailedException(ImageProblem problem) : Exception(problem.Message)
{
    public ImageProblem Problem { get; } = problem;

    /// <summary>What the source answered, if it did.</summary>
    public ImageSource? Answer { get; init; }
}
