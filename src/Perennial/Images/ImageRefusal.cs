namespace Perennial.Images;

/// <summary>Why a picture was not made.</summary>
public enum ImageRefusal
{
    /// <summary>The bytes are of no type that is decoded, whatever they were said to be.</summary>
    UnsupportedType,

    /// <summary>An animation: a codec makes stills. The original can be shown as it is.</summary>
    Animated,

    /// <summary>More bytes than <see cref="ImageOptions.MaxSourceBytes"/>.</summary>
    TooManyBytes,

    /// <summary>More pixels, as its header says, than <see cref="ImageOptions.MaxPixels"/>.</summary>
    TooManyPixels,

    /// <summary>Cut off, or not what its header says.</summary>
    Broken,

    /// <summary>Its pixels took more memory or time than the codec may use.</summary>
    TooCostly,

    /// <summary>Too many pictures wait already: worth another try after <see cref="ImageRefusedException.RetryAfter"/>.</summary>
    Busy,

    /// <summary>The codec died over it, or beside it: worth another try after <see cref="ImageRefusedException.RetryAfter"/>.</summary>
    Failed,

    /// <summary>This process has no codec. The log says why, and what to do.</summary>
    Unavailable,
}
