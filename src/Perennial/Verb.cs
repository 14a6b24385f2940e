namespace Perennial;

/// <summary>What a process was started for. An exact first argument; anything else is none (test hosts and tools have arguments of their own).</summary>
internal enum Verb
{
    /// <summary>Serve whatever there is.</summary>
    None,

    /// <summary>Render all static pages, write them down, exit.</summary>
    Build,

    /// <summary>Serve a build.</summary>
    Start,

    /// <summary>Write a folder of plain files.</summary>
    Export,
}
