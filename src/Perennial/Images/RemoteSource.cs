using System.Net;
using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Images;

internal sealed class RemoteSource : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly ImageOptions _options;
    private readonly ResolvedImageOptions _choices;
    private readonly TimeProvider _time;

    public RemoteSource(ImageOptions options, ResolvedImageOptions choices, TimeProvider time)
    {
        (_options, _choices, _time) = (options, choices, time);
        _http = new(new SocketsHttpHandler
        {
            ConnectCallback = new EgressGuard(options.AllowPrivateAddresses).ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = options.FetchTimeout,
        });
    }

    public async Task<(ImageSource? Source, ImageProblem? Problem)> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.FetchTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await FollowAsync(url, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (null, new(StatusCodes.Status504GatewayTimeout, $"\"url\" took longer than {_options.FetchTimeout.TotalSeconds:0.#} s to answer"));
        }
        catch (HttpRequestException error) when (error.InnerException is EgressRefusedException)
        {
            return (null, ImageProblem.With("url", "leads to an address that is not public"));
        }
        catch (FetchLimitException error)
        {
            return (null, new(StatusCodes.Status502BadGateway, $"\"url\" cannot be used: {error.Message}"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (null, new(StatusCodes.Status502BadGateway, "\"url\" could not be fetched"));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(ImageSource? Source, ImageProblem? Problem)> FollowAsync(Uri url, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= _options.MaxRedirects; hop++)
        {
            if (_choices.ProblemOf(url.AbsoluteUri) is { } problem)
            {
                return (null, ImageProblem.With("url", hop == 0 ? problem : "redirects to a URL that " + problem));
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("Accept", "image/avif,image/webp,image/png,image/jpeg,image/*;q=0.8");

            // Some hosts refuse requests without a User-Agent.
            request.Headers.TryAddWithoutValidation("User-Agent", "Perennial");
            using var response = await _http.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return (new(await ReadAsync(response, cancellationToken)), null);
            }

            if (response.Headers.Location is not { } location || !Uri.TryCreate(url, location, out url!))
            {
                return (null, new(StatusCodes.Status502BadGateway, "\"url\" redirects to nowhere"));
            }
        }

        return (null, new(StatusCodes.Status502BadGateway, $"\"url\" redirects more than {_options.MaxRedirects} times"));
    }

    // Content-Length is a claim: it saves reading what is too long anyway, and nothing is allocated because of it.
    private async Task<FetchedResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > _options.MaxSourceBytes)
        {
            throw new FetchLimitException(_options.MaxSourceBytes);
        }

        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read && read > 0)
        {
            if (body.Length + read > _options.MaxSourceBytes)
            {
                throw new FetchLimitException(_options.MaxSourceBytes);
            }

            body.Write(buffer, 0, read);
        }

        var headers = new HeaderDictionary();
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers[name] = values.ToArray();
        }

        return new((int)response.StatusCode, headers, body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
