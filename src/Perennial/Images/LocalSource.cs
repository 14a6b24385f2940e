using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>Asks the app itself for a path: a file, or an endpoint that draws. No cookie, no credential, no visitor.</summary>
/// <param name="site">Whose path; null for the main site.</param>
/// <param name="path">Decoded, with a leading slash.</param>
/// <param name="query">Empty, or with its question mark.</param>
/// <param name="accept">What the caller can use.</param>
/// <param name="maxBodySize">In bytes.</param>
/// <param name="cancellationToken">Stops it.</param>
/// <returns>The response, and the kept entry that it came from, if it came from one.</returns>
internal delegate Task<(Fetched Response, CacheSlot? Kept)> LocalFetch(
    Uri? site, string path, string query, string accept, int maxBodySize, CancellationToken cancellationToken);

/// <summary>This app's own pictures.</summary>
internal sealed class LocalSource(LocalFetch fetch, ImageOptions options, ImageChoices choices, TimeProvider time)
{
    /// <returns>The response, or why there is none.</returns>
    public async Task<(ImageSource? Source, ImageProblem? Problem)> GetAsync(string url, Uri? site, CancellationToken cancellationToken)
    {
        if (choices.ProblemOf(url) is { } problem)
        {
            return (null, ImageProblem.With("url", problem));
        }

        var (path, query) = ImageChoices.Split(url);
        if (Decode(path) is not { } decoded)
        {
            return (null, ImageProblem.With("url", "is not a well-formed path: it may hold no dot segments, no empty ones, and no escaped '%'"));
        }

        using var timeout = new CancellationTokenSource(options.FetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var (response, kept) = await fetch(
                site, decoded, query, "image/*", (int)Math.Min(options.MaxSourceBytes, int.MaxValue), either.Token).WaitAsync(either.Token);
            return (new(response, kept), null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (null, new(StatusCodes.Status504GatewayTimeout, $"\"url\" took longer than {options.FetchTimeout.TotalSeconds:0.#} s to answer"));
        }
        catch (FetchLimitException error)
        {
            return (null, new(StatusCodes.Status413PayloadTooLarge, $"\"url\" cannot be used: {error.Message}"));
        }
    }

    // Kestrel would have removed dot segments; nobody does here, so a path that has one, in any spelling, is refused.
    private static string? Decode(string path)
    {
        var decoded = Uri.UnescapeDataString(path);
        return RawTarget.Check(path, decoded) is RawTarget.Verdict.WellFormed
            && !decoded.Contains('\\', StringComparison.Ordinal)
            && !decoded.Contains("//", StringComparison.Ordinal)
            && !decoded.Split('/').Any(static segment => segment is "." or "..")
            && !decoded.Contains('%', StringComparison.Ordinal)
                ? decoded
                : null;
    }
}
