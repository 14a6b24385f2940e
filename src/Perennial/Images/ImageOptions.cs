using Perennial.Caching;

namespace Perennial.Images;

/// <summary>Which pictures are optimised, how, and how much of them is kept.</summary>
/// <remarks>
/// A list that is empty means the default that its documentation names, so that a configuration file replaces a list
/// instead of adding to it. Defaults are those of Next.js 16.
/// </remarks>
public sealed class ImageOptions
{
    /// <summary>The path that optimised pictures are served from.</summary>
    /// <value><c>/_perennial/image</c></value>
    public string Path { get; set; } = "/_perennial/image";

    /// <summary>Widths of screens, in pixels: what a picture that fills the screen is offered in.</summary>
    /// <value>empty: 640, 750, 828, 1080, 1200, 1920, 2048, 3840</value>
    public IList<int> DeviceSizes { get; } = [];

    /// <summary>Widths of pictures that are smaller than a screen, in pixels.</summary>
    /// <value>empty: 32, 48, 64, 96, 128, 256, 384</value>
    public IList<int> ImageSizes { get; } = [];

    /// <summary>The qualities that may be asked for, 1 to 100. The first is the default of <c>&lt;Image&gt;</c>.</summary>
    /// <value>empty: 75</value>
    public IList<int> Qualities { get; } = [];

    /// <summary>The formats that a browser is offered when it accepts them, best first.</summary>
    /// <value>empty: WebP. AVIF is smaller, and takes about ten times as long to make.</value>
    public IList<ImageFormat> Formats { get; } = [];

    /// <summary>
    /// Other sites' pictures that may be optimised, such as <c>https://images.example.com/uploads/**</c>. None of another
    /// site is fetched unless a pattern names it.
    /// </summary>
    /// <value>none</value>
    public IList<ImagePattern> RemotePatterns { get; } = [];

    /// <summary>This app's own pictures that may be optimised, such as <c>/photos/**</c>.</summary>
    /// <value>empty: every path, without a query</value>
    public IList<ImagePattern> LocalPatterns { get; } = [];

    /// <summary>How long an optimised picture is fresh at the least; what its source says of itself can only make it longer.</summary>
    /// <value>4 hours</value>
    public TimeSpan MinimumLifetime { get; set; } = TimeSpan.FromHours(4);

    /// <summary>Redirects that are followed to a remote picture. Each hop must fit a pattern.</summary>
    /// <value>3</value>
    public int MaxRedirects { get; set; } = 3;

    /// <summary>A larger original is refused, in bytes.</summary>
    /// <value>50 000 000</value>
    public long MaxSourceBytes { get; set; } = 50_000_000;

    /// <summary>
    /// An original with more pixels (width × height × frames, as its header says) is refused before anything is decoded.
    /// The largest cameras make about 100 million.
    /// </summary>
    /// <value>120 000 000</value>
    public long MaxPixels { get; set; } = 120_000_000;

    /// <summary>
    /// An original with a longer side, in pixels, is refused before anything is decoded: a picture of one column is read line
    /// by line, and lines cost time that no number of pixels tells.
    /// </summary>
    /// <value>65 535: the most that a JPEG can have</value>
    public int MaxSide { get; set; } = 65_535;

    /// <summary>
    /// How long a picture may wait for its turn, where as many as may be are made already. Then the answer is 503 with
    /// Retry-After.
    /// </summary>
    /// <value>20 seconds</value>
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long fetching a source may take, redirects included.</summary>
    /// <value>7 seconds</value>
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(7);

    /// <summary>
    /// Whether a remote picture may come from a loopback, private or otherwise non-public address. For tests, and for a
    /// picture store in the same private network; then every host that a pattern names must be trusted.
    /// </summary>
    /// <value>false</value>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>
    /// Whether SVG is passed through as it is, never rasterised. It can hold scripts; they cannot run because of
    /// <see cref="ContentSecurityPolicy"/>.
    /// </summary>
    /// <value>false: refused</value>
    public bool AllowSvg { get; set; }

    /// <summary>Whether GIF and animated WebP are passed through as they are; they lose their motion otherwise.</summary>
    /// <value>true; false: refused</value>
    public bool AllowAnimation { get; set; } = true;

    /// <summary>What a browser does when a picture is opened as a page of its own: <c>attachment</c> or <c>inline</c>.</summary>
    /// <value><c>attachment</c></value>
    public string ContentDisposition { get; set; } = "attachment";

    /// <summary>The policy that each picture carries.</summary>
    /// <value><c>script-src 'none'; frame-src 'none'; sandbox;</c></value>
    public string ContentSecurityPolicy { get; set; } = "script-src 'none'; frame-src 'none'; sandbox;";

    /// <summary>Bytes that optimised pictures may take in memory, apart from pages; 0 keeps none there.</summary>
    /// <value>
    /// null: 16 MiB; or 0 where <c>Cache.MemoryLimit</c> is 0 and a cache handler of the app keeps pictures, which then is
    /// asked for every one
    /// </value>
    public long? MemoryLimit { get; set; }

    /// <summary>Bytes that optimised pictures may take on disk, apart from pages; 0 keeps none there.</summary>
    /// <value>1 GiB</value>
    public long DiskLimit { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Files that optimised pictures may take on disk.</summary>
    /// <value>50 000</value>
    public int DiskFileLimit { get; set; } = 50_000;

    /// <summary>Whether an app's own cache handler keeps optimised pictures too (Next's <c>images.customCacheHandler</c>).</summary>
    /// <value>true</value>
    public bool UseCacheHandler { get; set; } = true;

    /// <summary>Pictures that are fetched and made at the same time; their pixels are bounded by the codec's own limits.</summary>
    /// <value>8</value>
    public int MaxConcurrentRenders { get; set; } = 8;

    /// <summary>Requests for pictures that may wait for their turn; one beyond that is answered 503 with Retry-After.</summary>
    /// <value>256</value>
    public int MaxQueuedRenders { get; set; } = 256;

    /// <summary>Whether <c>&lt;Image&gt;</c> links to pictures as they are, everywhere.</summary>
    /// <value>false</value>
    public bool Unoptimized { get; set; }

    /// <summary>Makes the URLs of <c>&lt;Image&gt;</c> in place of the optimiser here: for an image service of your own. From code only.</summary>
    /// <value>null</value>
    public Func<ImageLoad, string>? Loader { get; set; }

    internal long MemoryFor(CacheOptions cache, bool isElsewhere) =>
        MemoryLimit ?? (isElsewhere && cache.MemoryLimit is 0 ? 0 : 16 * 1024 * 1024);
}
