namespace Perennial.Telemetry;

// Semantic conventions' names where they exist. No tag may hold what a visitor chooses (cardinality).
internal static class Tags
{
    public const string Route = "http.route";
    public const string ErrorType = "error.type";
    public const string CacheResult = "perennial.cache.result";
    public const string Shelf = "perennial.cache.shelf";
    public const string PageKind = "perennial.page.kind";
    public const string RenderReason = "perennial.render.reason";
    public const string RenderOutcome = "perennial.render.outcome";
    public const string RenderLane = "perennial.render.lane";
    public const string ImageFormat = "perennial.image.format";
    public const string InvalidationKind = "perennial.invalidation.kind";
    public const string StoreOperation = "perennial.store.operation";
    public const string StoreName = "perennial.store.name";
    public const string LeaseOutcome = "perennial.lease.outcome";
    public const string ErrorKind = "perennial.error.kind";
    public const string ErrorReason = "perennial.error.reason";
}
