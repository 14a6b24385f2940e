namespace Perennial.Imaging.Protocol;

/// <summary>How a job ended. All but the first two come with a text.</summary>
internal enum Outcome : uint
{
    None,
    Made,
    Ready,
    NotReady,
    Broken,
    TooManyPixels,
    TooCostly,
}
