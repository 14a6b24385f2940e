using System.Globalization;
using Perennial.Bench.Driver;
using Perennial.Bench.Driver.Pictures;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["pictures", ..])
{
    return await PictureBench.RunAsync(args);
}

var options = BenchOptions.Parse(args);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
var candidates = new Candidates(options);
try
{
    var machine = await Machine.DescribeAsync(options, stop.Token);
    var starts = await RunAsync("start", new StartUp(options, candidates, client).RunAsync);
    var hits = await RunAsync("hits", new HitBench(options, candidates.All, client).RunAsync);
    var rules = await RunAsync("rules", new HitBench(options, candidates.BesideRules, client).RunAsync);
    var stampedes = await RunAsync("stampede", new Stampede(options, candidates, client).RunAsync);
    var blocked = await RunAsync("blocked", new Blocked(options, candidates).RunAsync);
    var loads = await RunAsync("load", new FullLoad(options, candidates, client).RunAsync);
    var memory = await RunAsync("memory", new MemoryUse(options, candidates, client).RunAsync);
    var floods = await RunAsync("flood", new Flood(options, client).RunAsync);

    var forwards = await RunAsync("forward", new ForwardBench(options, client).RunAsync);

    var builds = await RunAsync("build", new BuildBench(options).RunAsync);

    var report = new Report(options).Write(machine, new Results(hits, rules, stampedes, loads, starts, memory, floods, forwards, blocked, builds));
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Report))!);
    await File.WriteAllTextAsync(options.Report, report, stop.Token);
    Console.WriteLine();
    Console.WriteLine(report);
    return 0;
}
catch (OperationCanceledException)
{
    return 130;
}
finally
{
    Directory.Delete(options.Scratch, recursive: true);
}

async Task<IReadOnlyList<T>> RunAsync<T>(string part, Func<CancellationToken, Task<IReadOnlyList<T>>> run)
{
    if (!options.Runs(part))
    {
        return [];
    }

    Console.WriteLine(part);
    return await run(stop.Token);
}
