namespace Perennial.Images;

/// <summary>What stands in a picture's place until it is there.</summary>
public enum ImagePlaceholder
{
    /// <summary>Nothing: the space is kept empty.</summary>
    Empty = 0,

    /// <summary>A tiny, blurred preview that is part of the page.</summary>
    Blur = 1,
}
