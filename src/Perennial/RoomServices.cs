using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perennial.After;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Caching.Ledger;
using Perennial.Client;
using Perennial.Deployment;
using Perennial.Deployment.Archive;
using Perennial.Deployment.Keys;
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Images;
using Perennial.Pages;
using Perennial.Pages.Endpoints;
using Perennial.Pages.Front;
using Perennial.Pages.Recoding;
using Perennial.Pages.Recording;
using Perennial.Pages.Rendering;
using Perennial.Prerendering;
using Perennial.Rules;
using Perennial.Rules.Forwarding;
using Perennial.Telemetry;

namespace Perennial;

/// <summary>The services of every room, a method for each, in the order of docs/tour.md. The only file that knows them all.</summary>
internal sealed class RoomServices(IServiceCollection services)
{
    /// <summary>Longer than a burst of calls takes to arrive, shorter than anybody notices. Real time: it gathers packets, not ages.</summary>
    private static readonly TimeSpan RegenerationCoalesceDelay = TimeSpan.FromMilliseconds(20);

    public void Add(string application, Invocation invocation, RunningVariables running)
    {
        services.AddSingleton(invocation);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<PerennialOptions>, OptionsValidator>();
        AddHost();
        AddTelemetry(ErrorReport.ToldBy(application));
        AddCaching();
        AddRules();
        AddPages(invocation);
        AddDrafts();
        AddForwarding();
        AddDeployment(invocation);
        AddPrerendering(invocation);
        AddImages();
        AddAfter();
        AddClient(running);
    }

    private void AddHost()
    {
        services.AddSingleton<VerbCheck>().AddSingleton<ProcessLimits>();
        services.AddSingleton<HostStarting>().AddSingleton<HostStarted>().AddSingleton<HostStopping>();
        services.AddHostedService<PerennialHost>();

        // What reads the cache can be made when that is open, and the host's own services are made before.
        AddLazy<CacheMeters>();
        AddLazy<InvalidationObservers>();
        AddLazy<Shutdown>();
    }

    private void AddCaching()
    {
        services.AddSingleton(static provider => Options(provider).Cache);
        services.AddSingleton<FolderStores>();
        // What it waits for is another process, which does not live in the app's time: a test that moves that by a year would
        // look into the folder fifteen million times, and one whose time stands still would never look.
        services.AddSingleton(static provider => new CacheStorage(
            provider.GetRequiredService<CacheOptions>(), TimeProvider.System, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<CacheOpener>().AddSingleton<EnsureCacheOpen>(static provider => provider.GetRequiredService<CacheOpener>().OpenAsync);
        services.AddSingleton(static provider => provider.GetRequiredService<CacheStorage>().Ledger);
        services.AddSingleton<ITagLedger>(static provider => provider.GetRequiredService<ProcessLedger>());
        services.AddSingleton(static provider => provider.GetRequiredService<CacheStorage>().Stores);
        services.AddSingleton<StorageComposer>().AddSingleton<StorageContexts>().AddSingleton<StorageContextFor>(static provider => provider.GetRequiredService<StorageContexts>().For);
        services.AddSingleton(static provider =>
        {
            ThreadPool.GetMaxThreads(out var most, out _);
            return RenderConcurrency.Of(Options(provider), most);
        });
        services.AddSingleton(static provider => new ThreadPoolMinimum(provider.GetRequiredService<RenderConcurrency>().Least(Environment.ProcessorCount)));
        services.AddSingleton(static provider => provider.GetRequiredService<RenderConcurrency>().Pages with
        {
            CoalesceDelay = static () => Task.Delay(RegenerationCoalesceDelay, TimeProvider.System),
            OnAbandoned = provider.GetRequiredService<ThreadPoolMinimum>().ReplaceAbandoned,
        });
        services.AddSingleton<EntryCache>();
        services.AddSingleton<CacheMeters>();
    }

    private void AddRules()
    {
        services.AddRouting();
        services.AddSingleton<RuleCompiler>();
        services.AddSingleton(static provider => provider.GetRequiredService<RuleCompiler>().Compile(Options(provider).Rules, out _));
        services.AddSingleton(static provider => new RewriteEndpoints(
            new(provider.GetRequiredService<RuleTable>), new(provider.GetRequiredService<IRewriteForwarder>)));
        services.AddSingleton<MatcherPolicy, ExternalRewriteSelector>();
        services.AddSingleton<IRewriteLookup, RewriteLookup>();
        services.AddSingleton<IRouteLookup, RouteLookup>();
        services.AddSingleton<Rewriter>();
        services.AddSingleton<ProxyFailed>(static provider => provider.GetRequiredService<VisitorErrors>().ReportProxy);
        services.AddSingleton<ProxyRunner>();
        services.AddSingleton<RedirectCanonicalizer>();
        services.AddSingleton<RuleTier>();
        services.AddSingleton(static provider => new PublicPaths(
            provider.GetRequiredService<RuleTable>().BasePath, Options(provider).Rules.TrailingSlash, provider.GetRequiredService<AppPathBase>()));
        services.AddSingleton<AppPathBase>();
        services.AddSingleton<RequestNormalizer>();
    }

    private void AddForwarding()
    {
        services.AddSingleton(static provider => Options(provider).Forwarding);
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(
            static provider => new HeaderBytes(provider.GetRequiredService<RuleTable>, provider.GetService<ProxyRegistration>()));
        services.AddSingleton(static provider => new ForwardingClient(
            Options(provider).Forwarding, provider.GetRequiredService<IOptions<KestrelServerOptions>>().Value));
        services.AddSingleton<Via>();
        services.AddSingleton<IRewriteForwarder, Forwarder>();
    }

    private void AddPages(Invocation invocation)
    {
        services.AddSingleton<Pipeline>();
        services.AddSingleton<CurrentRequest>();
        services.AddSingleton(static provider => Options(provider).Pages).AddSingleton(static provider => Options(provider).Http);
        services.AddSingleton(static provider => new Sites(
            [Options(provider).SiteUrl, .. Options(provider).OtherSiteUrls], provider.GetService<HostPolicyRegistration>() is not null));
        services.AddSingleton<TenantResolver>();
        CorsServiceProbe.Add(services);
        services.AddSingleton<PageTable>();
        services.AddSingleton<PageAliases>().AddSingleton<PageSpelling>();
        services.AddSingleton<PageRoutes>();
        services.AddSingleton<StartCheck>();
        services.AddSingleton<AddressReader>();
        services.AddSingleton<RequestedPath>();
        services.AddSingleton<PageResolver>();
        services.AddSingleton<ImpliedPath>();
        services.AddSingleton<StaticPathReader>();
        services.AddSingleton<StaticPathSets>();
        services.AddSingleton(static provider => new ReplayHeaders(Options(provider).Http.ReplayHeaders));
        services.AddSingleton(static provider => new SendableHeaders(
            provider.GetRequiredService<IOptions<KestrelServerOptions>>().Value.ResponseHeaderEncodingSelector));
        services.AddSingleton(new BuildCoding(invocation.IsBest)).AddSingleton<PageEntryMaker>();
        services.AddSingleton<RenderObserver>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<BuildIdentity>();
        services.AddSingleton<PrefetchGuard>();
        services.AddSingleton<KeptPages>();
        services.AddSingleton<RecentlyNotKept>();
        services.AddSingleton<FrontIndex>();
        services.AddSingleton<MethodGate>();
        services.AddSingleton<RouteProbe>();
        services.AddSingleton<VisitorErrors>();
        services.AddSingleton<FrontLookup>().AddSingleton<DefaultHeaders>().AddSingleton<FrontPassage>();
        services.AddSingleton<FrontTier>();
        services.AddSingleton<CpuUse>(static () => Environment.CpuUsage.TotalTime).AddSingleton<PageRecoder>().AddSingleton<PageResponder>();
        services.AddSingleton<CachedAnswer>().AddSingleton<UncachedAnswer>();
        services.AddSingleton<VisitorEndpoint>().AddSingleton<RenderEndpoint>().AddSingleton<DevelopmentEndpoint>();
        services.AddSingleton<MatcherPolicy, PageEndpointSelector>();
        services.AddSingleton<InvalidationObservers>();
        services.AddSingleton<OpenRevalidator>().AddSingleton<IRevalidator, WaitingRevalidator>();
        services.AddSingleton<IAntiforgery, PageAntiforgery>();
        PageAuthentication.Add(services);
        services.AddSingleton<ITempDataDictionaryFactory, PageTempData>();
        services.AddSingleton<IPostConfigureOptions<ProblemDetailsOptions>, PageProblemDetails>();
        services.AddSingleton<DroppedHeaders>();
        services.AddSingleton<CultureMismatchDetector>();
        services.AddScoped<PageRoutingState>();
        services.AddScoped<IRoutingStateProvider>(static provider => provider.GetRequiredService<PageRoutingState>());
        services.AddScoped<IRazorComponentEndpointInvoker, PageInvoker>();
        services.AddSingleton<IPageContext, PageContext>();
        services.AddSingleton<ComponentPlans>();
        services.TryAddScoped<IComponentActivator, RecordingComponentActivator>();
    }

    private void AddDrafts()
    {
        services.AddSingleton(static provider => Options(provider).Drafts);
        services.AddSingleton(static provider => DraftCookie.Of(
            Options(provider).Drafts,
            provider.GetRequiredService<SharedKeys>() is { IsGiven: true } given ? given.All : null,
            Options(provider).SiteUrl,
            provider.GetRequiredService<BuildOutput>().Manifest?.EncryptionKeys,
            provider.GetRequiredService<BuildOutput>().Manifest?.BuildId));
        services.AddSingleton<DraftGate>();
        services.AddSingleton<DraftLinks>();
        services.AddSingleton<IDraftMode, DraftMode>();
    }

    private void AddAfter()
    {
        services.AddSingleton(static provider => Options(provider).After);
        services.AddSingleton<AfterQueue>().AddSingleton<IAfterResponse, AfterResponse>();
        services.AddSingleton(static provider => Options(provider).Shutdown);
        services.AddSingleton(static provider => ShutdownPlan.Of(
            Options(provider).Shutdown, provider.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout));
        services.AddSingleton<Shutdown>().AddSingleton<SignalWatch>();
    }

    private void AddDeployment(Invocation invocation)
    {
        services.AddSingleton(static provider => Options(provider).Deployment);
        services.AddSingleton(provider => BuildOutput.For(
            Options(provider).Deployment, provider.GetRequiredService<IHostEnvironment>(), isMadeNow: invocation.RendersAndExits));
        services.AddSingleton<DeploymentIdentity>().AddSingleton<BuildAnnouncement>();
        services.AddSingleton(static provider => SharedKeys.Of(
            provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<BuildOutput>().Manifest));
        services.AddSingleton<KeyAgreement>().AddSingleton<DataProtectionKeys>();
        services.AddSingleton<IPostConfigureOptions<KeyManagementOptions>>(static provider => provider.GetRequiredService<DataProtectionKeys>());
        services.AddSingleton<IPostConfigureOptions<DataProtectionOptions>>(static provider => provider.GetRequiredService<DataProtectionKeys>());
        services.AddSingleton<RunningCode>().AddSingleton<ServedPages>();
        services.AddSingleton<AssetArchive>();
        services.AddSingleton<AssetFiles>().AddSingleton<AssetCheck>().AddSingleton<AssetTier>();
        services.AddSingleton<DeployedAssets>();
        services.AddSingleton<MatcherPolicy, AssetUrlSelector>();
    }

    private void AddImages()
    {
        services.AddSingleton(static provider => Options(provider).Images);
        services.AddSingleton<ResolvedImageOptions>().AddSingleton<ImageEntries>();
        services.AddSingleton(static provider => new ImageQuota(
            Options(provider).Images.DiskLimit, Options(provider).Images.DiskFileLimit, Options(provider).Images.UseCacheHandler));
        services.AddSingleton<InnerRequest>();
        services.AddSingleton<LocalFetch>(static provider => provider.GetRequiredService<InnerRequest>().GetAsync);
        services.AddSingleton<LocalSource>().AddSingleton<RemoteSource>();
        services.TryAddSingleton<IImageCodec, NoImageCodec>();
        services.AddSingleton<ImageOptimizer>();
        services.AddSingleton(static provider => new ImageCache(
            provider.GetRequiredService<ImageEntries>().Make(provider.GetRequiredService<RenderConcurrency>().Images),
            provider.GetRequiredService<ImageOptimizer>(),
            Options(provider).Images,
            provider.GetRequiredService<ResolvedImageOptions>(),
            provider.GetRequiredService<BuildIdentity>().Id,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ImageCache>>()));
        services.AddSingleton<ImageResponder>().AddSingleton<ImageTier>().AddSingleton<ImagePreparer>();
    }

    private void AddTelemetry(Func<Exception, bool> isTold)
    {
        NonThrowingLoggers.Add(services, isTold);
        services.AddMetrics();
        services.AddSingleton<PerennialMeter>();
        services.AddSingleton<PerennialTracing>();
        services.AddSingleton<PageSignals>().AddSingleton<ImageSignals>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<Instrumentations>();
        services.AddSingleton<RequestErrors>();
    }

    private void AddClient(RunningVariables running)
    {
        services.AddSingleton(running);
        services.AddSingleton(static provider => FrozenVariables.Choose(
            provider.GetRequiredService<RunningVariables>(), provider.GetRequiredService<BuildOutput>(), provider.GetRequiredService<IHostEnvironment>()));
        services.AddSingleton<RuntimeKeys>().AddSingleton<VariableCheck>().AddScoped<PageIslands>();
        services.AddSingleton<ClientScript>();
        services.AddSingleton<ClientFiles>();
    }

    private void AddPrerendering(Invocation invocation)
    {
        if (invocation.RendersAndExits)
        {
            services.AddSingleton(new WebHostOnly(services));
            services.AddSingleton<NullServer>().AddSingleton<IServer>(static provider => provider.GetRequiredService<NullServer>());
            services.AddSingleton(new LedgerRequirement(invocation.RequiresLedger)).AddSingleton<BuildPosition>();
            services.AddSingleton<VisitorAddresses>().AddSingleton<PathLister>().AddSingleton<PathBuilder>().AddSingleton<ManifestMaker>();
            services.AddSingleton<IBuildTargets, FolderTargets>().AddSingleton<SiteBuild>();
        }
    }

    private void AddLazy<TService>()
        where TService : notnull =>
        services.AddSingleton(static provider => new Lazy<TService>(provider.GetRequiredService<TService>));

    private static PerennialOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<PerennialOptions>>().Value;
}
