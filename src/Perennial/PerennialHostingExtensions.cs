using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perennial.Client;
using Perennial.Deployment;
using Perennial.Http;
using Perennial.Images;
using Perennial.Pages;
using Perennial.Pages.Front;
using Perennial.Pages.Rendering;
using Perennial.Rules;
using Perennial.Telemetry;

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
        var verb = Verbs.Of(builder.Configuration);
        perennial.AddRooms(
            builder.Environment.ApplicationName,
            new(verb)
            {
                Misspelt = Verbs.Misspelt(builder.Configuration),
                RequiresLedger = Verbs.RequiresLedger(builder.Configuration),
                LeavesSignals = ManualSignals.Apply(builder),
            },
            running);
        KestrelDefaults.Add(builder.Services);
        FinalHeaderFilter.Add(builder.Services);
        if (verb is Verb.Build)
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

        if (PipelineMarks.Of(app.Properties) is not null)
        {
            throw Pipeline.Twice();
        }

        PipelineMarks.Set(app.Properties);
        var bases = PathBaseReader.In(app);
        app.ApplicationServices.GetRequiredService<AppPathBase>().Path = bases is [var only] ? only : "";
        app.Use(next =>
        {
            // This runs when the pipeline is made, from its end to its beginning: the endpoints are mapped by then, the
            // cache has opened, and the branch below is built. A branch of the app's own is made at once.
            if (!app.ApplicationServices.GetRequiredService<Invocation>().HasBegun)
            {
                throw new PerennialException(
                    "PER1002", "UsePerennial was called in a branch of the pipeline (Map, MapWhen). Call it once, on the app itself.");
            }

            PathBaseReader.Check(bases, app.ApplicationServices.GetRequiredService<RuleTable>().BasePath);
            var rules = app.ApplicationServices.GetRequiredService<RuleTier>();
            pipeline.Set(next, context => rules.InvokeAsync(context, next));
            app.ApplicationServices.GetRequiredService<StartCheck>().Run(
                app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints, PipelineMarks.Of(app.Properties));
            var front = app.ApplicationServices.GetRequiredService<FrontTier>();
            var images = app.ApplicationServices.GetRequiredService<ImageTier>();
            RequestDelegate passed = context =>
                SelectedEndpoint.IsChosenByApp(context) ? next(context)
                : images.Takes(context) ? images.InvokeAsync(context)
                : front.InvokeAsync(context, next);
            var tenants = app.ApplicationServices.GetRequiredService<TenantResolver>();
            RequestDelegate ruled = context => rules.InvokeAsync(context, passed);
            var readiness = app.ApplicationServices.GetRequiredService<Readiness>();
            return context =>
            {
                if (readiness.State is ReadinessState.Draining)
                {
                    Draining.CloseAfter(context);
                }

                return tenants.IsNeeded ? tenants.InvokeAsync(context, ruled) : rules.InvokeAsync(context, passed);
            };
        });
        app.UseRouting();
        Endpoints(app).DataSources.Add(app.ApplicationServices.GetRequiredService<RewriteEndpoints>());
        UseWhatNeedsRoutes(app);
        pipeline.SetRouting(Endpoints(app).DataSources, Branch(app).Build);
        return app;
    }

    private static void RejectUnknownSettings(IConfiguration configuration, IReadOnlyCollection<SettingsSection> others)
    {
        if (SectionCheck.Check(configuration, others).ToList() is { Count: > 0 } errors)
        {
            throw new OptionsValidationException("", typeof(PerennialOptions), errors);
        }
    }

    private static void UseWhatNeedsRoutes(IApplicationBuilder app) => app.Use(next =>
    {
        var guard = app.ApplicationServices.GetRequiredService<PrefetchGuard>();
        var files = app.ApplicationServices.GetRequiredService<ClientFiles>();
        var assets = app.ApplicationServices.GetRequiredService<AssetTier>();
        return context =>
        {
            EarlyAuthorization.ClearUnlessSame(context);
            return files.Owns(context.Request) ? files.AnswerAsync(context)
                : guard.Refuses(context) ? guard.AnswerAsync(context)
                : assets.InvokeAsync(context, next);
        };
    });

    private static IEndpointRouteBuilder Endpoints(IApplicationBuilder app) =>
        (IEndpointRouteBuilder)(app.Properties.TryGetValue("__GlobalEndpointRouteBuilder", out var endpoints) && endpoints is not null
            ? endpoints
            : app.Properties["__EndpointRouteBuilder"]!);

    /// <summary>Routing alone, over the app's own endpoints. A branch would get endpoints of its own.</summary>
    private static IApplicationBuilder Branch(IApplicationBuilder app)
    {
        var branch = app.New();
        branch.Properties["__GlobalEndpointRouteBuilder"] = Endpoints(app);
        branch.UseRouting();
        branch.Run(static _ => Task.CompletedTask);
        return branch;
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
