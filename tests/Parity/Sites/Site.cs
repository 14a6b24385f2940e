using System.Net;

namespace Perennial.Parity.Sites;

/// <summary>One of the two that are asked: a server process, its data source, and a way to visit it.</summary>
internal sealed class Site(string name, ServerProcess server, DataSource source, Uri url) : IAsyncDisposable
{
    // Nothing is added, followed, unpacked or remembered: questions are about bytes on the wire.
    private readonly HttpClient _visitor = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    public string Name => name;

    public DataSource Source => source;

    public Uri Url => url;

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, headers);

    public async Task<Reply> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = RequestOf(method, path, headers);
        using var response = await _visitor.SendAsync(request);
        var all = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, all, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Many visitors at the same moment.</summary>
    public Task<Reply[]> CrowdAsync(int visitors, string path) =>
        Task.WhenAll(Enumerable.Range(0, visitors).Select(_ => GetAsync(path)));

    /// <summary>A visitor who loses patience.</summary>
    public async Task HangUpAsync(string path, TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience);
        using var request = RequestOf(HttpMethod.Get, path, []);
        try
        {
            using var response = await _visitor.SendAsync(request, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // That was the plan.
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) =>
        server.StartAsync(async token => (await _visitor.GetAsync(new Uri(url, "/api/hello"), token)).IsSuccessStatusCode, cancellationToken);

    public Task StopAsync() => server.StopAsync();

    /// <summary>Stops the server as an operator does, and starts it again over the same folders.</summary>
    public async Task RestartAsync()
    {
        await server.StopAsync();
        await StartAsync(CancellationToken.None);
    }

    /// <summary>Ends the server in the midst of things (SIGKILL), and starts it again over the same folders.</summary>
    public async Task CrashAsync()
    {
        await server.KillAsync();
        await StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await source.DisposeAsync();
        _visitor.Dispose();
    }

    private HttpRequestMessage RequestOf(HttpMethod method, string path, (string Name, string Value)[] headers)
    {
        // As it is spelled: %73 must reach the server as %73.
        var target = new Uri(
            url.GetLeftPart(UriPartial.Authority) + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, target);
        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return request;
    }
}
