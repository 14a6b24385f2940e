using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perennial.Client;
using Perennial.Pages.Front;
using Perennial.Pages.Rendering;

namespace Perennial;

/// <summary>The calls that an app makes.</summary>
public static class PerennialHostingExtensions
{
    /// <summary>
    /// Adds Perennial's services; options come from the section <c>Perennial</c>, then from <paramref name="configure"/>.
    /// Called again, it adds nothing but options.
    /// </summary>
    public static PerennialBuilder AddPerennial(
        this IHostApplicationBuilder builder, Action<PerennialOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        UnhandledErrorReporter.Attach(builder.Environment.ApplicationName);
        Help.PrintIfRequested(Verbs.Arguments(builder.Configuration), builder.Environment.ApplicationName);
        var perennial = new PerennialBuilder(builder.Services);
        if (builder.Services.Any(static service => service.ServiceType == typeof(Invocation)))
        {
            // Called again, for its options or for what can be added to its builder.
            builder.Services.Configure(configure ?? (static _ => { }));
            return perennial;
        }

        var running = new RunningVariables(PublicVariables.Of(DotEnvConfiguration.AddUnlessLoaded(builder)));
        builder.Services.AddOptions<PerennialOptions>()
            .Configure<IEnumerable<SettingsSection>>((_, others) => RejectUnknownSettings(builder.Configuration, [.. others]))
            .Bind(builder.Configuration.GetSection("Perennial"))
            .Configure(configure ?? (static _ => { }))
            .PostConfigure(options =>
            {
                if (TestHost.IsHere)
                {
                    TestHost.Isolate(options, builder.Configuration);
                }
            })
            .ValidateOnStart();
        DebugCache.Apply(builder);
        var invocation = new Invocation(Verbs.Of(builder.Configuration))
        {
            Misspelt = Verbs.Misspelt(builder.Configuration),
            RequiresLedger = Verbs.RequiresLedger(builder.Configuration),
            IsBest = Verbs.AsksForBest(builder.Configuration),
            LeavesSignals = ManualSignals.Apply(builder),
        };
        new RoomServices(builder.Services).Add(builder.Environment.ApplicationName, invocation, running);
        KestrelDefaults.Add(builder.Services);
        FinalHeaderFilter.Add(builder.Services);
        if (invocation.RendersAndExits)
        {
            // A build's output is its table; a line for each request that nobody sent says nothing.
            builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        }

        if (!builder.Environment.IsDevelopment() && builder is WebApplicationBuilder web)
        {
            // Outside of Development nobody else looks for the files of a build output (a verb under dotnet run, a test host);
            // in a published one this does nothing.
            web.WebHost.UseStaticWebAssets();
        }

        return perennial;
    }

    /// <summary>
    /// Kept pages are answered here. What stands before this call runs for every request; what stands after it runs when a
    /// page is rendered. Routing is part of it, so authentication and authorization stand after it.
    /// </summary>
    /// <exception cref="PerennialException">PER1002: called twice, or in a branch; PER1003: AddPerennial was not called.</exception>
    public static IApplicationBuilder UsePerennial(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        UnhandledErrorReporter.Attach(app.ApplicationServices.GetService<IHostEnvironment>()?.ApplicationName);
        if (app.ApplicationServices.GetService<Pipeline>() is not { } pipeline)
        {
            throw new PerennialException("PER1003", "UsePerennial needs its services. Call builder.AddPerennial(…) before Build.");
        }

        new PipelineSetup(app, pipeline).Run();
        return app;
    }

    private static void RejectUnknownSettings(IConfiguration configuration, IReadOnlyCollection<SettingsSection> others)
    {
        if (SectionCheck.Check(configuration, others).ToList() is { Count: > 0 } errors)
        {
            throw new OptionsValidationException("", typeof(PerennialOptions), errors);
        }
    }

    /// <summary>
    /// Runs the verb that the arguments name: <c>build</c> renders all static pages and writes them down, <c>start</c> serves
    /// them, none serves what there is. Errors go to the console, each with what is wrong, where, and what to do.
    /// </summary>
    /// <returns>The process' exit code: 0, or 1 after an error.</returns>
    public static Task<int> RunPerennialAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return PerennialRun.RunAsync(app);
    }
}
