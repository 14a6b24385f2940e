using Microsoft.Coyote;
using Microsoft.Coyote.SystematicTesting;

namespace Perennial.Races;

/// <summary>Runs a scenario again and again, each time in another order of its steps.</summary>
internal static class Search
{
    /// <summary>How much longer than in a test run, as RACES_TIMES says: a soak run takes minutes.</summary>
    private static uint Times => uint.TryParse(Environment.GetEnvironmentVariable("RACES_TIMES"), out var times) ? times : 1;

    /// <returns>What was found, with the orders that were tried; null if nothing was.</returns>
    public static string? Through(Func<Task> scenario, uint orders)
    {
        var configuration = Configuration.Create()
            .WithTelemetryEnabled(false)
            .WithTestingIterations(orders * Times)
            .WithMaxSchedulingSteps(5000)
            .WithVolatileOperationRaceCheckingEnabled()
            .WithAtomicOperationRaceCheckingEnabled();
        using var engine = TestingEngine.Create(configuration, scenario);
        engine.Run();
        return engine.TestReport.NumOfFoundBugs is 0
            ? null
            : string.Join('\n', engine.TestReport.BugReports) + "\n" + engine.GetReport();
    }
}
