using System.Globalization;
using Perennial.Bench.Driver;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
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
    Console.WriteLine("from start to the first page");
    var starts = await new StartUp(options, candidates, client).RunAsync(stop.Token);
    Console.WriteLine("a kept page");
    var hits = await new HitBench(options, candidates, client).RunAsync(stop.Token);
    Console.WriteLine("a stampede");
    var stampedes = await new Stampede(options, client).RunAsync(stop.Token);
    Console.WriteLine("a slow page under full load");
    var load = await new FullLoad(options, client).RunAsync(stop.Token);
    Console.WriteLine("memory");
    var memory = await new MemoryUse(options, candidates, client).RunAsync(stop.Token);
    Console.WriteLine("a flood of slugs");
    var flood = new Flood(options, client);
    FloodResult[] floods = [await flood.RunAsync("missing", stop.Token), await flood.RunAsync("found", stop.Token)];

    var report = new Report(options).Write(machine, new Results(hits, stampedes, load, starts, memory, floods));
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
