using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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

/// <summary>What <c>UsePerennial</c> adds to the app's pipeline, in the order in which a request meets it.</summary>
internal sealed class PipelineSetup(IApplicationBuilder app, Pipeline pipeline)
{
    public void Run()
    {
        if (PipelineMarks.Of(app.Properties) is not null)
        {
            throw Pipeline.Twice();
        }

        // 1. What the app has put in front is noted, before anything of ours stands there.
        PipelineMarks.Set(app.Properties);
        var bases = PathBaseReader.In(app);
        Get<AppPathBase>().Path = bases is [var only] ? only : "";

        // 2. Before routing: tenants, rules, pictures, the front tier.
        app.Use(next => BeforeRouting(next, bases));

        // 3. Routing, also to what a rewrite leads to.
        app.UseRouting();
        var endpoints = Endpoints();
        endpoints.DataSources.Add(Get<RewriteEndpoints>());

        // 4. What must know the endpoint, before anything of the app's runs.
        app.Use(AfterRouting);

        // 5. Routing once more, alone: for whoever asks what would answer.
        pipeline.SetRouting(endpoints.DataSources, RoutingAlone(endpoints).Build);
    }

    // This runs when the pipeline is made, from its end to its beginning: the endpoints are mapped by then, the cache has
    // opened, and step 5 is done. A branch of the app's own is made at once.
    private RequestDelegate BeforeRouting(RequestDelegate next, IReadOnlyList<string> bases)
    {
        if (!Get<Invocation>().HasBegun)
        {
            throw new PerennialException(
                "PER1002", "UsePerennial was called in a branch of the pipeline (Map, MapWhen). Call it once, on the app itself.");
        }

        PathBaseReader.Check(bases, Get<RuleTable>().BasePath);
        var rules = Get<RuleTier>();
        pipeline.Set(next, context => rules.InvokeAsync(context, next));
        Get<StartCheck>().Run(Get<EndpointDataSource>().Endpoints, PipelineMarks.Of(app.Properties));
        return FromTheServer(rules, FromTheRules(next));
    }

    private RequestDelegate FromTheServer(RuleTier rules, RequestDelegate ruled)
    {
        var tenants = Get<TenantResolver>();
        var readiness = Get<Readiness>();
        RequestDelegate judged = context => rules.InvokeAsync(context, ruled);
        return context =>
        {
            if (readiness.State is ReadinessState.Draining)
            {
                Draining.CloseAfter(context);
            }

            return tenants.IsNeeded ? tenants.InvokeAsync(context, judged) : rules.InvokeAsync(context, ruled);
        };
    }

    private RequestDelegate FromTheRules(RequestDelegate next)
    {
        var front = Get<FrontTier>();
        var images = Get<ImageTier>();
        return context =>
            SelectedEndpoint.IsChosenByApp(context) ? next(context)
            : images.Takes(context) ? images.InvokeAsync(context)
            : front.InvokeAsync(context, next);
    }

    private RequestDelegate AfterRouting(RequestDelegate next)
    {
        var guard = Get<PrefetchGuard>();
        var files = Get<ClientFiles>();
        var assets = Get<AssetTier>();
        return context =>
        {
            EarlyAuthorization.ClearUnlessSame(context);
            return files.Owns(context.Request) ? files.AnswerAsync(context)
                : guard.Refuses(context) ? guard.AnswerAsync(context)
                : assets.InvokeAsync(context, next);
        };
    }

    // Over the app's own endpoints. A branch would get endpoints of its own.
    private IApplicationBuilder RoutingAlone(IEndpointRouteBuilder endpoints)
    {
        var branch = app.New();
        branch.Properties["__GlobalEndpointRouteBuilder"] = endpoints;
        branch.UseRouting();
        branch.Run(static _ => Task.CompletedTask);
        return branch;
    }

    private IEndpointRouteBuilder Endpoints() =>
        (IEndpointRouteBuilder)(app.Properties.TryGetValue("__GlobalEndpointRouteBuilder", out var endpoints) && endpoints is not null
            ? endpoints
            : app.Properties["__EndpointRouteBuilder"]!);

    private TService Get<TService>()
        where TService : notnull => app.ApplicationServices.GetRequiredService<TService>();
}
