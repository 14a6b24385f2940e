namespace Perennial;

/// <summary>Who answers SIGINT and SIGTERM.</summary>
internal enum SignalHandling
{
    /// <summary>The host: an orderly stop.</summary>
    Host,

    /// <summary>The host, though a file asked otherwise, which only the process' environment may.</summary>
    HostAgainstFile,

    /// <summary>The app's own code, and nobody else.</summary>
    App,
}
