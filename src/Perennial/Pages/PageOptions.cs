namespace Perennial.Pages;

/// <summary>How pages are found and rendered.</summary>
public sealed class PageOptions
{
    /// <summary>
    /// Whether a component page or Razor Page that declares nothing, has no parameters and touches nothing of the visitor
    /// is kept for ever. Off in an app that adds Perennial, on in the samples.
    /// </summary>
    /// <value>false</value>
    public bool Auto { get; set; }

    /// <summary>
    /// How long a page is fresh that is kept and says no time itself: <c>[Prerender]</c>, and what <see cref="Auto"/> keeps.
    /// After it a visit gets the old page, and a new one is made behind it. Whole seconds; null is for ever.
    /// </summary>
    /// <value>null</value>
    public TimeSpan? DefaultLifetime { get; set; }

    /// <summary>
    /// Whether all that the site's pages show lies in the image or folder that is deployed: its code, its files, its
    /// settings. Then a page of <c>build</c> is fresh wherever the image starts, until a tag of it is invalidated there.
    /// Give it to <c>build</c>. Wrong where a page shows a database, a content system, another server, or the time: old
    /// content then comes back as fresh after each start with an empty cache folder. A page may say otherwise.
    /// </summary>
    /// <value>false: after a start that no ledger outlived, each built page is shown once and made anew behind that visit</value>
    public bool ContentIsInImage { get; set; }

    /// <summary>The longest that one render may take. A visit that waits for it is answered 504.</summary>
    /// <value>60 seconds</value>
    public TimeSpan RenderTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Renders of kept pages that run at the same time for visits that wait; behind stale pages half as many besides. Since
    /// each may hold a thread, the thread pool is told at the start to keep as many, and more for hits.
    /// </summary>
    /// <value>16 for each processor, 128 at the most</value>
    public int MaxConcurrentRenders { get; set; } = Math.Min(16 * Environment.ProcessorCount, 128);

    /// <summary>Renders that may wait for their turn; a visit beyond that is answered 503 with Retry-After.</summary>
    /// <value>512</value>
    public int MaxQueuedRenders { get; set; } = 512;

    /// <summary>The largest body that is kept, in bytes; a page with a larger one is rendered for every request.</summary>
    /// <value>16 MiB</value>
    public int MaxBodySize { get; set; } = 16 * 1024 * 1024;
}
