using System.Diagnostics.CodeAnalysis;

namespace Perennial.Images;

/// <summary>A picture was not made. The original, if it may be shown at all, is what it was.</summary>
[SuppressMessage("Design", "CA1032", Justification = "A refusal without its reason helps nobody.")]
public sealed class ImageRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="message">The same as a sentence, with the numbers; never with bytes of the picture.</param>
    /// <param name="retryAfter">When another try is worth while; null when it is not.</param>
    /// <param name="innerException">What happened below, if anything did.</param>
    public ImageRefusedException(ImageRefusal refusal, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Refusal = refusal;
        RetryAfter = retryAfter;
    }

    /// <summary>Why.</summary>
    public ImageRefusal Refusal { get; }

    /// <summary>When another try is worth while; null when the same picture will be refused again.</summary>
    public TimeSpan? RetryAfter { get; }
}
