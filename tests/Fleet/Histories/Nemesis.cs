namespace Perennial.Fleet.Histories;

/// <summary>What is done to a fleet in one history, chosen by its seed.</summary>
public sealed class Nemesis(FleetRun fleet, FleetStorage storage, int seed)
{
    private static readonly string[] All = ["nothing", "cut", "hang", "reset", "slow", "kill", "stop", "crash", "freeze", "empty"];

    private readonly Random _random = new(seed);

    public string Name { get; } = All[seed % All.Length];

    public async Task ActAsync(Action<Disturbance> note)
    {
        var node = _random.Next(fleet.Nodes.Count);
        var line = storage.Lines[node];
        await PauseAsync(300, 800);
        switch (Name)
        {
            case "cut":
                await DuringAsync(note, node, line.Cut, line.Heal, 500, 2500);
                break;
            case "hang":
                await DuringAsync(note, node, line.Hang, line.Heal, 500, 2500);
                break;
            case "slow":
                await DuringAsync(note, node, () => line.Slow(TimeSpan.FromMilliseconds(150)), line.Heal, 1000, 2500);
                break;
            case "reset":
                await DuringAsync(note, null, () => storage.Lines.ToList().ForEach(static one => one.Reset()), static () => { }, 100, 200);
                break;
            case "kill":
                await DuringAsync(note, node, static () => Task.CompletedTask, () => fleet.RestartAsync(node), 0, 1);
                break;
            case "stop":
                await DuringAsync(note, node, () => fleet.Nodes[node].SignalAsync("STOP"), () => fleet.Nodes[node].SignalAsync("CONT"), 500, 3000);
                break;
            case "crash":
                await DuringAsync(note, null, static () => Task.CompletedTask, storage.CrashAsync, 0, 1);
                break;
            case "freeze":
                await DuringAsync(note, null, () => storage.SignalAsync("STOP"), () => storage.SignalAsync("CONT"), 500, 3000);
                break;
            case "empty":
                await DuringAsync(note, null, static () => Task.CompletedTask, storage.EmptyAsync, 0, 1);
                break;
            default:
                break;
        }
    }

    private Task DuringAsync(Action<Disturbance> note, int? node, Action begin, Action end, int least, int most) => DuringAsync(
        note,
        node,
        () =>
        {
            begin();
            return Task.CompletedTask;
        },
        () =>
        {
            end();
            return Task.CompletedTask;
        },
        least,
        most);

    private async Task DuringAsync(Action<Disturbance> note, int? node, Func<Task> begin, Func<Task> end, int least, int most)
    {
        var start = fleet.Now;
        await begin();
        await PauseAsync(least, most);
        await end();
        note(new(Name, node, start, fleet.Now));
    }

    private Task PauseAsync(int least, int most) => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(least, most)), TimeProvider.System);
}
