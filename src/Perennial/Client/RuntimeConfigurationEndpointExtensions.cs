using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Perennial.Client;

/// <summary>Values of the running environment for scripts: one build for many places.</summary>
public static class RuntimeConfigurationEndpointExtensions
{
    /// <summary>
    /// Serves the listed keys of the running configuration as JSON, for example <c>{"PUBLIC_API_URL":"https://…"}</c>, and
    /// nothing that is not listed. A key without a value is left out. Read for each request; browsers ask each time and
    /// are answered 304 while nothing changed.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The path, for example <c>/configuration.json</c>.</param>
    /// <param name="keys">Names of variables, or keys of the configuration such as <c>Shop:Currency</c>. Whoever asks sees their values.</param>
    /// <exception cref="PerennialException">PER1243: no key is listed, or one is empty.</exception>
    public static IEndpointConventionBuilder MapRuntimeConfiguration(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, params string[] keys)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Length is 0 || keys.Any(string.IsNullOrWhiteSpace))
        {
            throw new PerennialException(
                "PER1243", $"MapRuntimeConfiguration(\"{pattern}\") lists no keys, or an empty one. List each that everybody may see, for example \"PUBLIC_API_URL\".");
        }

        string[] listed = [.. keys];
        endpoints.ServiceProvider.GetService<RuntimeKeys>()?.Add(listed);
        var configuration = endpoints.ServiceProvider.GetRequiredService<IConfiguration>();
        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], context => WriteAsync(context, RuntimeConfiguration.Json(configuration, listed)));
    }

    private static Task WriteAsync(HttpContext context, byte[] json)
    {
        // Never kept without asking: the next deployment to another place may have other values at once.
        context.Response.Headers.CacheControl = "no-cache";
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16))}\""));
        return Results.Bytes(json, "application/json; charset=utf-8", entityTag: tag).ExecuteAsync(context);
    }
}
