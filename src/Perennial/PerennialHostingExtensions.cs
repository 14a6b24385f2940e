using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Perennial;

/// <summary>The calls that an app makes.</summary>
public static class PerennialHostingExtensions
{
    /// <summary>Adds Perennial's services; options come from the section <c>Perennial</c>, then from <paramref name="configure"/>.</summary>
    public static PerennialBuilder AddPerennial(
        this IHostApplicationBuilder builder, Action<PerennialOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var perennial = new PerennialBuilder(builder.Services);
        perennial.AddRooms();
        return perennial;
    }

    /// <summary>
    /// Kept pages are answered here. What stands before this call runs for every request; what stands after it runs when a
    /// page is rendered. Routing is part of it, so authentication and authorization stand after it.
    /// </summary>
    public static IApplicationBuilder UsePerennial(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseRouting();
    }

    /// <summary>Runs the verb that the arguments name: <c>build</c>, <c>start</c>, or none (start, whatever there is to serve).</summary>
    /// <returns>The process' exit code.</returns>
    public static async Task<int> RunPerennialAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        await app.RunAsync();
        return 0;
    }
}
