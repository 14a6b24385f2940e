namespace Perennial;

/// <summary>What a signal asks for.</summary>
internal enum StopRequest
{
    /// <summary>To stop.</summary>
    First,

    /// <summary>Nothing more: it belongs to the first.</summary>
    SameAgain,

    /// <summary>To stop now.</summary>
    Another,
}
