using Microsoft.Extensions.Logging;

namespace Perennial.Client;

internal static partial class Log
{
    [LoggerMessage(1330, LogLevel.Warning, "Public variables are frozen by the build, and this process has others: {Names}. What it has is not used; build with them, or serve them by MapRuntimeConfiguration")]
    public static partial void Frozen(ILogger logger, string names);

    [LoggerMessage(1331, LogLevel.Warning, "The island '{Module}' shows what the server rendered, because the app has no bundles. Is esbuild installed where it is compiled, and MapStaticAssets called before MapRazorComponents?")]
    public static partial void NoBundles(ILogger logger, string module);

    [LoggerMessage(1332, LogLevel.Debug, "{Name} is '{Frozen}' in the build and '{Running}' in this process")]
    public static partial void FrozenValue(ILogger logger, string name, string? frozen, string running);
}
