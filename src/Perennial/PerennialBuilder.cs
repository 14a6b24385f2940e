using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
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
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Images;
using Perennial.Pages;
using Perennial.Pages.Endpoints;
using Perennial.Pages.Front;
using Perennial.Pages.Recording;
using Perennial.Pages.Rendering;
using Perennial.Prerendering;
using Perennial.Rules;
using Perennial.Rules.Forwarding;
using Perennial.Telemetry;

namespace Perennial;

/// <summary>Adds the optional parts to an app. The only file that knows every room's services.</summary>
public sealed class PerennialBuilder
{
    /// <summary>Longer than a burst of calls takes to arrive, shorter than anybody notices. Real time: it gathers packets, not ages.</summary>
    private static readonly TimeSpan RegenerationCoalesceDelay = TimeSpan.FromMilliseconds(20);

    internal PerennialBuilder(IServiceCollection services) => Services = services;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Keeps entries in a handler of the app's own in place of files (Next's <c>cacheHandler</c>). One instance serves the
    /// process. What it throws, or is slow with, costs a render and never fails a request.
    /// </summary>
    /// <typeparam name="THandler">The handler, made from the app's services.</typeparam>
    public PerennialBuilder UseCacheHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where THandler : CacheHandler
    {
        Services.TryAddSingleton<THandler>();
        Services.AddSingleton<CacheHandler>(static services => services.GetRequiredService<THandler>());
        Services.AddSingleton<CacheHandlerStore>();
        Services.AddSingleton<IInvalidationObserver>(static services => services.GetRequiredService<CacheHandlerStore>());
        return this;
    }

    /// <summary>Keeps entries, invalidations or leases elsewhere. What no storage brings is the cache folder's; several bring different parts.</summary>
    /// <typeparam name="TProvider">The provider, made from the app's services.</typeparam>
    [Experimental("PERNL001")]
    public PerennialBuilder UseStorage<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>()
        where TProvider : class, IStorageProvider
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageProvider, TProvider>());
        return this;
    }

    /// <summary>Makes a section below <c>Perennial</c> of the configuration known, which belongs to another package.</summary>
    public PerennialBuilder AddSettings(SettingsSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Services.AddSingleton(section);
        return this;
    }

    /// <summary>
    /// Calls the app's monitoring when a server starts and when a request meets an error (Next's <c>instrumentation.ts</c>).
    /// Several are called in the order in which they were added; the same one is added once.
    /// </summary>
    /// <typeparam name="TInstrumentation">The instrumentation, made from the app's services.</typeparam>
    public PerennialBuilder AddInstrumentation<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TInstrumentation>()
        where TInstrumentation : class, IInstrumentation
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IInstrumentation, TInstrumentation>());
        return this;
    }

    /// <summary>Runs code before every page and file (Next's <c>proxy</c>). At most one.</summary>
    /// <typeparam name="TProxy">The proxy; made for each request from its services, unless the app registered it otherwise.</typeparam>
    /// <param name="matchers">Adds what it sees: route templates, with conditions. Default: every request.</param>
    /// <exception cref="PerennialException">PER1120: there is one already.</exception>
    public PerennialBuilder AddProxy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProxy>(
        Action<ProxyMatchers>? matchers = null)
        where TProxy : class, IProxy
    {
        if (Services.FirstOrDefault(static service => service.ServiceType == typeof(ProxyRegistration)) is { ImplementationInstance: ProxyRegistration other })
        {
            throw new PerennialException(
                "PER1120", $"AddProxy<{typeof(TProxy).Name}> was called, and the app has the proxy {other.Type.Name} already. Call one from the other.");
        }

        var seen = new ProxyMatchers();
        matchers?.Invoke(seen);
        Services.TryAddScoped<TProxy>();
        Services.AddSingleton(new ProxyRegistration(typeof(TProxy), seen));
        return this;
    }

    /// <summary>
    /// Lets the app say which hosts are its sites, where they are not known when it starts: tenants. In place of a list in
    /// <see cref="PerennialOptions.OtherSiteUrls"/>. At most one.
    /// </summary>
    /// <typeparam name="TPolicy">The policy; made from the services of a scope, unless the app registered it otherwise.</typeparam>
    /// <exception cref="PerennialException">PER1018: there is one already.</exception>
    public PerennialBuilder AddHostPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>()
        where TPolicy : class, IHostPolicy
    {
        if (Services.FirstOrDefault(static service => service.ServiceType == typeof(HostPolicyRegistration)) is { ImplementationInstance: HostPolicyRegistration other })
        {
            throw new PerennialException(
                "PER1018", $"AddHostPolicy<{typeof(TPolicy).Name}> was called, and the app has the policy {other.Type.Name} already. Call one from the other.");
        }

        Services.TryAddScoped<TPolicy>();
        Services.AddSingleton(new HostPolicyRegistration(typeof(TPolicy)));
        return this;
    }

    internal void AddRooms(string application, Invocation invocation, RunningVariables running)
    {
        Services.AddSingleton(invocation);
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton<IValidateOptions<PerennialOptions>, OptionsValidator>();
        AddHost();
        AddTelemetry(ErrorReport.ToldBy(application));
        AddCaching();
        AddRules();
        AddPages();
        AddDrafts();
        AddForwarding();
        AddDeployment(invocation);
        AddImages();
        AddAfter();
        AddClient(running);
    }

    private void AddHost()
    {
        Services.AddSingleton<VerbCheck>().AddSingleton<ProcessLimits>();
        Services.AddSingleton<HostStarting>().AddSingleton<HostStarted>().AddSingleton<HostStopping>();
        Services.AddHostedService<PerennialHost>();

        // What reads the cache can be made when that is open, and the host's own services are made before.
        AddLazy<CacheMeters>();
        AddLazy<InvalidationObservers>();
        AddLazy<Shutdown>();
    }

    private void AddLazy<TService>()
        where TService : notnull =>
        Services.AddSingleton(static services => new Lazy<TService>(services.GetRequiredService<TService>));

    private void AddImages()
    {
        Services.AddSingleton(static services => Options(services).Images);
        Services.AddSingleton<ResolvedImageOptions>().AddSingleton<ImageEntries>();
        Services.AddSingleton(static services => new ImageQuota(
            Options(services).Images.DiskLimit, Options(services).Images.DiskFileLimit, Options(services).Images.UseCacheHandler));
        Services.AddSingleton<InnerRequest>();
        Services.AddSingleton<LocalFetch>(static services => services.GetRequiredService<InnerRequest>().GetAsync);
        Services.AddSingleton<LocalSource>().AddSingleton<RemoteSource>();
        Services.TryAddSingleton<IImageCodec, NoImageCodec>();
        Services.AddSingleton<ImageOptimizer>();
        Services.AddSingleton(static services => new ImageCache(
            services.GetRequiredService<ImageEntries>().Make(services.GetRequiredService<RenderConcurrency>().Images),
            services.GetRequiredService<ImageOptimizer>(),
            Options(services).Images,
            services.GetRequiredService<ResolvedImageOptions>(),
            services.GetRequiredService<BuildIdentity>().Id,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ImageCache>>()));
        Services.AddSingleton<ImageResponder>().AddSingleton<ImageTier>().AddSingleton<ImagePreparer>();
    }

    private void AddAfter()
    {
        Services.AddSingleton(static services => Options(services).After);
        Services.AddSingleton<AfterQueue>().AddSingleton<IAfterResponse, AfterResponse>();
        Services.AddSingleton(static services => Options(services).Shutdown);
        Services.AddSingleton(static services => ShutdownPlan.Of(
            Options(services).Shutdown, services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout));
        Services.AddSingleton<Shutdown>().AddSingleton<SignalWatch>();
    }

    private void AddClient(RunningVariables running)
    {
        Services.AddSingleton(running);
        Services.AddSingleton(static services => FrozenVariables.Choose(
            services.GetRequiredService<RunningVariables>(), services.GetRequiredService<BuildOutput>(), services.GetRequiredService<IHostEnvironment>()));
        Services.AddSingleton<RuntimeKeys>().AddSingleton<VariableCheck>().AddScoped<PageIslands>();
        Services.AddSingleton<ClientScript>();
        Services.AddSingleton<ClientFiles>();
    }

    private void AddDeployment(Invocation invocation)
    {
        Services.AddSingleton(static services => Options(services).Deployment);
        Services.AddSingleton(services => BuildOutput.For(
            Options(services).Deployment, services.GetRequiredService<IHostEnvironment>(), isMadeNow: invocation.RendersAndExits));
        Services.AddSingleton<DeploymentIdentity>().AddSingleton<BuildAnnouncement>();
        Services.AddSingleton<RunningCode>().AddSingleton<ServedPages>();
        Services.AddSingleton<AssetArchive>();
        Services.AddSingleton<AssetFiles>().AddSingleton<AssetCheck>().AddSingleton<AssetTier>();
        Services.AddSingleton<DeployedAssets>();
        Services.AddSingleton<MatcherPolicy, AssetUrlSelector>();
        if (invocation.RendersAndExits)
        {
            Services.AddSingleton(new WebHostOnly(Services));
            Services.AddSingleton<NullServer>().AddSingleton<IServer>(static services => services.GetRequiredService<NullServer>());
            Services.AddSingleton(new LedgerRequirement(invocation.RequiresLedger)).AddSingleton<BuildPosition>();
            Services.AddSingleton<VisitorAddresses>().AddSingleton<PathLister>().AddSingleton<PathBuilder>().AddSingleton<ManifestMaker>();
            Services.AddSingleton<IBuildTargets, FolderTargets>().AddSingleton<SiteBuild>();
        }
    }

    private void AddTelemetry(Func<Exception, bool> isTold)
    {
        NonThrowingLoggers.Add(Services, isTold);
        Services.AddMetrics();
        Services.AddSingleton<PerennialMeter>();
        Services.AddSingleton<PerennialTracing>();
        Services.AddSingleton<PageSignals>().AddSingleton<ImageSignals>();
        Services.AddSingleton<Readiness>();
        Services.AddSingleton<Instrumentations>();
        Services.AddSingleton<RequestErrors>();
    }

    private void AddCaching()
    {
        Services.AddSingleton(static services => Options(services).Cache);
        Services.AddSingleton<FolderStores>();
        // What it waits for is another process, which does not live in the app's time: a test that moves that by a year would
        // look into the folder fifteen million times, and one whose time stands still would never look.
        Services.AddSingleton(static services => new CacheStorage(
            services.GetRequiredService<CacheOptions>(), TimeProvider.System, services.GetRequiredService<ILoggerFactory>()));
        Services.AddSingleton<CacheOpener>().AddSingleton<EnsureCacheOpen>(static services => services.GetRequiredService<CacheOpener>().OpenAsync);
        Services.AddSingleton(static services => services.GetRequiredService<CacheStorage>().Ledger);
        Services.AddSingleton<ITagLedger>(static services => services.GetRequiredService<ProcessLedger>());
        Services.AddSingleton(static services => services.GetRequiredService<CacheStorage>().Stores);
        Services.AddSingleton<StorageComposer>().AddSingleton<StorageContexts>().AddSingleton<StorageContextFor>(static services => services.GetRequiredService<StorageContexts>().For);
        Services.AddSingleton(static services =>
        {
            ThreadPool.GetMaxThreads(out var most, out _);
            return RenderConcurrency.Of(Options(services), most);
        });
        Services.AddSingleton(static services => new ThreadPoolMinimum(services.GetRequiredService<RenderConcurrency>().Least(Environment.ProcessorCount)));
        Services.AddSingleton(static services => services.GetRequiredService<RenderConcurrency>().Pages with
        {
            CoalesceDelay = static () => Task.Delay(RegenerationCoalesceDelay, TimeProvider.System),
            OnAbandoned = services.GetRequiredService<ThreadPoolMinimum>().ReplaceAbandoned,
        });
        Services.AddSingleton<EntryCache>();
        Services.AddSingleton<CacheMeters>();
    }

    private void AddRules()
    {
        Services.AddRouting();
        Services.AddSingleton<RuleCompiler>();
        Services.AddSingleton(static services => services.GetRequiredService<RuleCompiler>().Compile(Options(services).Rules, out _));
        Services.AddSingleton(static services => new RewriteEndpoints(
            new(services.GetRequiredService<RuleTable>), new(services.GetRequiredService<IRewriteForwarder>)));
        Services.AddSingleton<MatcherPolicy, ExternalRewriteSelector>();
        Services.AddSingleton<IRewriteLookup, RewriteLookup>();
        Services.AddSingleton<IRouteLookup, RouteLookup>();
        Services.AddSingleton<Rewriter>();
        Services.AddSingleton<ProxyFailed>(static services => services.GetRequiredService<VisitorErrors>().ReportProxy);
        Services.AddSingleton<ProxyRunner>();
        Services.AddSingleton<RedirectCanonicalizer>();
        Services.AddSingleton<RuleTier>();
        Services.AddSingleton(static services => new PublicPaths(
            services.GetRequiredService<RuleTable>().BasePath, Options(services).Rules.TrailingSlash, services.GetRequiredService<AppPathBase>()));
        Services.AddSingleton<AppPathBase>();
        Services.AddSingleton<RequestNormalizer>();
    }

    private void AddForwarding()
    {
        Services.AddSingleton(static services => Options(services).Forwarding);
        Services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(
            static services => new HeaderBytes(services.GetRequiredService<RuleTable>, services.GetService<ProxyRegistration>()));
        Services.AddSingleton(static services => new ForwardingClient(
            Options(services).Forwarding, services.GetRequiredService<IOptions<KestrelServerOptions>>().Value));
        Services.AddSingleton<Via>();
        Services.AddSingleton<IRewriteForwarder, Forwarder>();
    }

    private void AddPages()
    {
        Services.AddSingleton<Pipeline>();
        Services.AddSingleton<CurrentRequest>();
        Services.AddSingleton(static services => Options(services).Pages).AddSingleton(static services => Options(services).Http);
        Services.AddSingleton(static services => new Sites(
            [Options(services).SiteUrl, .. Options(services).OtherSiteUrls], services.GetService<HostPolicyRegistration>() is not null));
        Services.AddSingleton<TenantResolver>();
        CorsServiceProbe.Add(Services);
        Services.AddSingleton<PageTable>();
        Services.AddSingleton<PageAliases>().AddSingleton<PageSpelling>();
        Services.AddSingleton<PageRoutes>();
        Services.AddSingleton<StartCheck>();
        Services.AddSingleton<AddressReader>();
        Services.AddSingleton<RequestedPath>();
        Services.AddSingleton<PageResolver>();
        Services.AddSingleton<ImpliedPath>();
        Services.AddSingleton<StaticPathReader>();
        Services.AddSingleton<StaticPathSets>();
        Services.AddSingleton(static services => new ReplayHeaders(Options(services).Http.ReplayHeaders));
        Services.AddSingleton(static services => new SendableHeaders(
            services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.ResponseHeaderEncodingSelector));
        Services.AddSingleton<PageEntryMaker>();
        Services.AddSingleton<RenderObserver>();
        Services.AddSingleton<PageRenderer>();
        Services.AddSingleton<BuildIdentity>();
        Services.AddSingleton<PrefetchGuard>();
        Services.AddSingleton<KeptPages>();
        Services.AddSingleton<RecentlyNotKept>();
        Services.AddSingleton<FrontIndex>();
        Services.AddSingleton<MethodGate>();
        Services.AddSingleton<RouteProbe>();
        Services.AddSingleton<VisitorErrors>();
        Services.AddSingleton<FrontLookup>().AddSingleton<DefaultHeaders>().AddSingleton<FrontPassage>();
        Services.AddSingleton<FrontTier>();
        Services.AddSingleton<PageResponder>();
        Services.AddSingleton<CachedAnswer>().AddSingleton<UncachedAnswer>();
        Services.AddSingleton<VisitorEndpoint>().AddSingleton<RenderEndpoint>().AddSingleton<DevelopmentEndpoint>();
        Services.AddSingleton<MatcherPolicy, PageEndpointSelector>();
        Services.AddSingleton<InvalidationObservers>();
        Services.AddSingleton<OpenRevalidator>().AddSingleton<IRevalidator, WaitingRevalidator>();
        Services.AddSingleton<IAntiforgery, PageAntiforgery>();
        PageAuthentication.Add(Services);
        Services.AddSingleton<ITempDataDictionaryFactory, PageTempData>();
        Services.AddSingleton<IPostConfigureOptions<ProblemDetailsOptions>, PageProblemDetails>();
        Services.AddSingleton<DroppedHeaders>();
        Services.AddSingleton<CultureMismatchDetector>();
        Services.AddScoped<PageRoutingState>();
        Services.AddScoped<IRoutingStateProvider>(static services => services.GetRequiredService<PageRoutingState>());
        Services.AddScoped<IRazorComponentEndpointInvoker, PageInvoker>();
        Services.AddSingleton<IPageContext, PageContext>();
        Services.AddSingleton<ComponentPlans>();
        Services.TryAddScoped<IComponentActivator, RecordingComponentActivator>();
    }

    private void AddDrafts()
    {
        Services.AddSingleton(static services => Options(services).Drafts);
        Services.AddSingleton(static services => DraftCookie.Of(
            Options(services).Drafts,
            EncryptionKey.In(services.GetRequiredService<IConfiguration>()),
            Options(services).SiteUrl,
            services.GetRequiredService<BuildOutput>().Manifest?.DraftSecret,
            services.GetRequiredService<BuildOutput>().Manifest?.BuildId));
        Services.AddSingleton<DraftGate>();
        Services.AddSingleton<DraftLinks>();
        Services.AddSingleton<IDraftMode, DraftMode>();
    }

    private static PerennialOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<PerennialOptions>>().Value;
}
