using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Perennial;

internal static class DebugCache
{
    private const string Key = "PERENNIAL_DEBUG_CACHE";
    private static readonly string[] Rooms = ["Perennial.Pages", "Perennial.Caching"];

    public static void Apply(IHostApplicationBuilder builder)
    {
        if (builder.Configuration[Key] is not "1")
        {
            return;
        }

        foreach (var room in Rooms)
        {
            // Twice, because a setting for the console alone beats one for all providers.
            builder.Logging.AddFilter(room, LogLevel.Debug);
            builder.Logging.AddFilter<ConsoleLoggerProvider>(room, LogLevel.Debug);
        }
    }
}
