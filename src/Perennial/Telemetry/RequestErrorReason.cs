namespace Perennial.Telemetry;

/// <summary>Why the code ran that failed.</summary>
public enum RequestErrorReason
{
    /// <summary>For one visitor's request, which it fails: a dynamic page, an endpoint, the proxy hook.</summary>
    Request = 1,

    /// <summary>To make a page that is not kept, or whose entry is expired; visitors wait for it.</summary>
    Miss = 2,

    /// <summary>Behind a stale page, which its visitors have got already.</summary>
    Refresh = 3,

    /// <summary>Because <c>RegenerateAsync</c> asked for it; its caller is told, too.</summary>
    Regenerate = 4,
}
