using Perennial.Caching;

namespace Perennial.Pages;

/// <summary>
/// Shorter ways to name several tags. Extensions, so that they are looked at only where no method of
/// <see cref="IRevalidator"/> itself fits: a call that compiles without them means what it meant.
/// </summary>
public static class RevalidatorExtensions
{
    /// <summary>Marks everything with one of the tags stale, in one step. With a token: <c>RevalidateAsync(["a", "b"], stop)</c>.</summary>
    /// <exception cref="PerennialException">As <see cref="IRevalidator.RevalidateAsync(IEnumerable{CacheTag}, CancellationToken)"/>.</exception>
    public static Task<Invalidation> RevalidateAsync(
        this IRevalidator revalidator, CacheTag first, CacheTag second, params ReadOnlySpan<CacheTag> more)
    {
        ArgumentNullException.ThrowIfNull(revalidator);
        return revalidator.RevalidateAsync([first, second, .. more]);
    }

    /// <summary>Marks everything with one of the app's own tags stale, in one step.</summary>
    /// <exception cref="PerennialException">As <see cref="IRevalidator.RevalidateAsync(IEnumerable{CacheTag}, CancellationToken)"/>.</exception>
    public static Task<Invalidation> RevalidateAsync(
        this IRevalidator revalidator, IEnumerable<string> tags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revalidator);
        ArgumentNullException.ThrowIfNull(tags);
        return revalidator.RevalidateAsync(tags.Select(CacheTag.User), cancellationToken);
    }

    /// <summary>Expires everything with one of the tags, in one step. With a token: <c>ExpireAsync(["a", "b"], stop)</c>.</summary>
    /// <exception cref="PerennialException">As <see cref="IRevalidator.ExpireAsync(IEnumerable{CacheTag}, CancellationToken)"/>.</exception>
    public static Task<Invalidation> ExpireAsync(
        this IRevalidator revalidator, CacheTag first, CacheTag second, params ReadOnlySpan<CacheTag> more)
    {
        ArgumentNullException.ThrowIfNull(revalidator);
        return revalidator.ExpireAsync([first, second, .. more]);
    }

    /// <summary>Expires everything with one of the app's own tags, in one step.</summary>
    /// <exception cref="PerennialException">As <see cref="IRevalidator.ExpireAsync(IEnumerable{CacheTag}, CancellationToken)"/>.</exception>
    public static Task<Invalidation> ExpireAsync(
        this IRevalidator revalidator, IEnumerable<string> tags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revalidator);
        ArgumentNullException.ThrowIfNull(tags);
        return revalidator.ExpireAsync(tags.Select(CacheTag.User), cancellationToken);
    }
}
