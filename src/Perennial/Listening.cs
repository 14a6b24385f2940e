using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Perennial;

/// <summary>Where a site listens when nobody says it.</summary>
internal static class Listening
{
    private static readonly string[] Keys = ["urls", "http_ports", "https_ports"];

    /// <returns>The URL to add below everything else, or null when the app is told already.</returns>
    /// <exception cref="PerennialException">PER1015: PORT is no port.</exception>
    public static string? Default(IConfiguration configuration)
    {
        if (Keys.Any(key => !string.IsNullOrWhiteSpace(configuration[key])) || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            return null;
        }

        // Who sets PORT runs the app behind something (platforms, containers), and means every interface, as Next does.
        return configuration["PORT"] is not { Length: > 0 } port ? "http://localhost:3000"
            : ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? $"http://*:{number}"
            : throw new PerennialException("PER1015", $"PORT is '{port}', which is no port. Give a number from 0 to 65535; 0 takes a free one.");
    }
}
