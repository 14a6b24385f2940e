using System.Runtime.CompilerServices;

namespace Perennial;

/// <summary>No app of a test watches its configuration files: some machines have 128 watches for a user, and suites start hundreds of apps.</summary>
internal static class NoWatchers
{
    // A variable, so that it holds for the apps in this process and for every process that it starts.
    [ModuleInitializer]
    internal static void TurnOff() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
