using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Perennial.Pages;
using Perennial.Pages.Rendering;

namespace Perennial;

/// <summary>The calls that an app makes.</summary>
public static class PerennialHostingExtensions
{
    /// <summary>Adds Perennial's services; options come from the section <c>Perennial</c>, then from <paramref name="configure"/>.</summary>
    public static PerennialBuilder AddPerennial(
        this IHostApplicationBuilder builder, Action<PerennialOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<PerennialOptions>().Bind(builder.Configuration.GetSection("Perennial"));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        var perennial = new PerennialBuilder(builder.Services);
        perennial.AddRooms();
        return perennial;
    }

    /// <summary>
    /// Kept pages are answered here. What stands before this call runs for every request; what stands after it runs when a
    /// page is rendered. Routing is part of it, so authentication and authorization stand after it.
    /// </summary>
    /// <exception cref="PerennialException">PER1002: called twice; PER1003: AddPerennial was not called.</exception>
    public static IApplicationBuilder UsePerennial(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<Pipeline>() is not { } pipeline)
        {
            throw new PerennialException("PER1003", "UsePerennial needs its services. Call builder.AddPerennial(…) before Build.");
        }

        // A branch gets routing of its own; this one must see the app's endpoints. The key is the framework's contract
        // between WebApplication and UseRouting.
        var routing = app.New();
        if (app.Properties.TryGetValue("__GlobalEndpointRouteBuilder", out var endpoints))
        {
            routing.Properties["__GlobalEndpointRouteBuilder"] = endpoints;
        }

        routing.UseRouting();
        routing.Run(static _ => Task.CompletedTask);

        app.Use(next =>
        {
            // This runs when the pipeline is made: the endpoints are mapped by then, and the cache has opened.
            pipeline.Set(next, routing.Build());
            var front = app.ApplicationServices.GetRequiredService<FrontTier>();
            return context => front.InvokeAsync(context, next);
        });
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
