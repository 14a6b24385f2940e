using Microsoft.Extensions.Logging;

namespace Perennial.Client;

internal sealed class VariableCheck(PublicEnvironment frozen, RunningVariables running, RuntimeKeys served, ILogger<PublicEnvironment> logger)
{
    /// <summary>Names only: a log is read by more people than a page's source is. Values are for Debug.</summary>
    public void Run()
    {
        var names = FrozenVariables.Differences(frozen, running).Where(name => !served.Has(name)).ToList();
        if (names.Count is 0)
        {
            return;
        }

        Log.Frozen(logger, string.Join(", ", names));
        foreach (var name in names)
        {
            Log.FrozenValue(logger, name, frozen[name], running.Values[name]);
        }
    }
}

internal sealed record RunningVariables(SortedDictionary<string, string> Values);
