using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching.Memory;
using Perennial.Http;

namespace Perennial.Images;

internal delegate Task<(FetchedResponse Response, CacheSlot? Kept)> LocalFetch(
    Uri? site, string path, string query, string accept, int maxBodySize, CancellationToken cancellationToken);

internal sealed class LocalSource(LocalFetch fetch, ImageOptions options, ResolvedImageOptions choices, TimeProvider time, ILogger<LocalSource> logger)
{
    public async Task<(ImageSource? Source, ImageProblem? Problem)> GetAsync(string url, Uri? site, CancellationToken cancellationToken)
    {
        if (choices.ProblemOf(url) is { } problem)
        {
            return (null, ImageProblem.With("url", problem));
        }

        var (path, query) = ResolvedImageOptions.Split(url);
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
