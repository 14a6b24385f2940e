using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;

namespace Perennial;

internal static class DefaultUrls
{
    private static readonly string[] Keys = ["urls", "http_ports", "https_ports"];

    // Kestrel's own words for what it does when it starts; what it throws later, on a request, is nobody's address.
    private static readonly string[] Binding = ["KestrelServerImpl.StartAsync", "KestrelServerImpl.BindAsync", "AddressBinder"];

    /// <summary>Why the server cannot listen where it was told to; null for an error of any other kind.</summary>
    public static string? ProblemOf(Exception error) =>
        error.StackTrace is not { } trace || !Binding.Any(place => trace.Contains(place, StringComparison.Ordinal)) ? null
        : error.InnerException is AddressInUseException
            ? $"PER1017: The server cannot listen. {error.Message} Stop the program that has it, or name another address by --urls or PORT."
            : $"PER1017: The server cannot listen: {error.Message.TrimEnd('.')}. Name the address by --urls, PORT or Kestrel:Endpoints, as http://localhost:3000.";

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
