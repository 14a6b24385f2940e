namespace Site.Editing;

/// <param name="Expired">The number under which the article's own tag was expired.</param>
/// <param name="Revalidated">The number under which <c>articles</c> was marked stale.</param>
/// <param name="IsDurable">Whether both survive a restart.</param>
public sealed record SaveReceipt(long Expired, long Revalidated, bool IsDurable);
