using System.Collections.Concurrent;
using Perennial.EndToEnd.Processes;

namespace Perennial.EndToEnd.InFront;

/// <summary>Load through nginx on two instances while one after the other is stopped by SIGTERM and started again.</summary>
public sealed class RollingRestart
{
    private static readonly string[] Paths = ["/process", "/minutely", "/now", "/worked", "/plants/rose"];

    private readonly ConcurrentQueue<string> _failures = new();
    private int _requests;
    private int _registered;

    public IReadOnlyCollection<string> Failures => _failures;

    public int Requests => _requests;

    public List<int> ExitCodes { get; } = [];

    public int WorkRegistered => _registered;

    public int WorkDone { get; private set; }

    public async Task RunAsync(int restarts)
    {
        var ports = Enumerable.Range(0, 2).Select(static _ => Random.Shared.Next(20_000, 32_000)).ToArray();
        await using var first = AppProcess.Nursery();
        await using var second = AppProcess.Nursery();
        AppProcess[] apps = [first, second];
        for (var i = 0; i < apps.Length; i++)
        {
            await StartAsync(apps[i], ports[i]);
        }

        await using var nginx = await Nginx.StartAsync(new($"http://127.0.0.1:{ports[0]}"), new($"http://127.0.0.1:{ports[1]}"));
        using var over = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(() => LoadAsync(nginx, over.Token))).ToArray();
        for (var i = 0; i < restarts; i++)
        {
            var seen = _requests;
            await Eventually.IsTrueAsync(() => Task.FromResult(_requests > seen + 20));
            var app = apps[i % 2];
            ExitCodes.Add(await app.StopAsync());
            WorkDone += DoneIn(app);
            await StartAsync(app, ports[i % 2]);
        }

        await over.CancelAsync();
        await Task.WhenAll(load);
        foreach (var app in apps)
        {
            await app.StopAsync();
            WorkDone += DoneIn(app);
        }
    }

    // A fixed port, so that nginx finds the new one where the old one was.
    private static Task StartAsync(AppProcess app, int port) =>
        app.StartAtAsync($"http://127.0.0.1:{port}", "--environment=Production", "--Endings=true", "--Perennial:Shutdown:DrainDelay=00:00:00.5");

    private static int DoneIn(AppProcess app) => app.Output.Split("after-work done: load").Length - 1;

    private async Task LoadAsync(Nginx nginx, CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var path = Paths[i % Paths.Length];
            try
            {
                using var response = await nginx.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (!response.IsSuccessStatusCode || body.Length == 0)
                {
                    _failures.Enqueue($"{path}: {(int)response.StatusCode}");
                }
                else if (path is "/worked")
                {
                    Interlocked.Increment(ref _registered);
                }
            }
            catch (HttpRequestException error)
            {
                _failures.Enqueue($"{path}: {error.Message}");
            }

            Interlocked.Increment(ref _requests);
        }
    }
}
