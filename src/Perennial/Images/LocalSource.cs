using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
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
internal sealed class LocalSource(LocalFetch fetch, ImageOptions options, ImageChoices choices, TimeProvider time, ILogger<LocalSource> logger)
{
    /// <returns>The response, or why there is none.</returns>
    public async Task<(ImageSource? Source, ImageProblem? Problem)> GetAsync(string url, Uri? site, CancellationToken cancellationToken)
    {
        if (choices.ProblemOf(url) is { } problem)
        {
            return (null, ImageProblem.With("url", problem));
        }

        var (path, query) = ImageChoices.Split(url);
        using var timeout = new CancellationTokenSource(options.FetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var (response, kept) = await fetch(
                site, ImageAddress.PathOf(path)!, query, "image/*", (int)Math.Min(options.MaxSourceBytes, int.MaxValue), either.Token).WaitAsync(either.Token);
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
#pragma warning disable CA1031 // Whatever an endpoint of the app throws: whoever asks for it as a picture must not fill the log with it.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.SourceThrew(logger, error.GetType());
            return (null, ImageProblem.With("url", "is no picture: the app fails to answer it") with { MayPass = true });
        }
    }
}
