namespace Perennial.Bench.Driver;

/// <summary>
/// The price of passing a request on to another server: a rewrite beside nginx' proxy_pass, both in front of the same
/// origin. What the origin itself costs is not counted.
/// </summary>
internal sealed class ForwardBench(BenchOptions options, HttpClient client)
{
    public const string Nginx = "nginx, proxy_pass";
    public const string Perennial = "Perennial, rewrite";

    public async Task<IReadOnlyList<HitResult>> RunAsync(CancellationToken cancellationToken)
    {
        using var origin = Candidates.StartRaw(options);
        await origin.WaitAsync(client, "/page", cancellationToken);
        using var ours = Candidates.StartForward(options, origin.Url("/").GetLeftPart(UriPartial.Authority));
        using var nginx = NginxServer.StartProxy(options.Scratch, origin.Url("/").GetLeftPart(UriPartial.Authority));
        (HitResult Result, Server Server)[] all =
        [
            (await BeginAsync(Perennial, ours, cancellationToken), ours),
            (await BeginAsync(Nginx, nginx, cancellationToken), nginx),
        ];
        for (var round = 1; round <= options.Rounds; round++)
        {
            Console.WriteLine($"  round {round} of {options.Rounds}");
            foreach (var (result, server) in all)
            {
                var before = ProcessTree.CpuMicroseconds(server.Id);
                var wrk = await Wrk.RunAsync(server.Url("/page"), options.Connections, options.RoundSeconds, Asking.Plain, cancellationToken);
                result.Add(new HitRound((ProcessTree.CpuMicroseconds(server.Id) - before) / wrk.Requests, 0, wrk));
            }
        }

        return [.. all.Select(static one => one.Result)];
    }

    private async Task<HitResult> BeginAsync(string name, Server server, CancellationToken cancellationToken)
    {
        await server.WaitAsync(client, "/page", cancellationToken);
        await Wrk.RunAsync(server.Url("/page"), options.Connections, options.WarmUpSeconds, Asking.Plain, cancellationToken);
        return new(new(name, "/page", () => server, name), Asking.Plain, await WireFacts.AskAsync(client, server.Url("/page"), Asking.Plain, cancellationToken));
    }
}
