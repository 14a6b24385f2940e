namespace Perennial.Telemetry;

/// <summary>Where an error happened.</summary>
/// <param name="Route">The pattern of the route, with a leading slash; null when none was chosen yet.</param>
/// <param name="Kind">What answers that route.</param>
/// <param name="Reason">Why it ran.</param>
/// <param name="IsKept">Whether it is a page that may be kept. Then an older one may still be shown.</param>
public sealed record RequestErrorContext(string? Route, RequestErrorKind Kind, RequestErrorReason Reason, bool IsKept);
