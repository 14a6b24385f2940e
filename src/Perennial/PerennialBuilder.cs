using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Http;
using Perennial.Pages;
using Perennial.Pages.Recording;
using Perennial.Pages.Rendering;

namespace Perennial;

/// <summary>Adds the optional parts to an app. The only file that knows every room's services.</summary>
public sealed class PerennialBuilder
{
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

    internal void AddRooms()
    {
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddHttpContextAccessor();
        Services.AddSingleton<IValidateOptions<PerennialOptions>, OptionsValidator>();
        Services.AddHostedService<PerennialHost>();
        AddCaching();
        AddPages();
    }

    private void AddCaching()
    {
        Services.AddSingleton(static services => Options(services).Cache);
        Services.AddSingleton<FolderStores>();
        Services.AddSingleton<CacheStorage>();
        Services.AddSingleton(static services => services.GetRequiredService<CacheStorage>().Ledger);
        Services.AddSingleton(static services => services.GetRequiredService<CacheStorage>().Store);
        Services.AddSingleton(static services => new RenderLimits(
            Options(services).Pages.MaxConcurrentRenders, Options(services).Pages.MaxQueuedRenders));
        Services.AddSingleton<EntryCache>();
    }

    private void AddPages()
    {
        Services.AddSingleton<Pipeline>();
        Services.AddSingleton(static services => Options(services).Pages).AddSingleton(static services => Options(services).Http);
        Services.AddSingleton(static services => new Sites([Options(services).SiteUrl, .. Options(services).OtherSiteUrls]));
        Services.AddSingleton<PageTable>();
        Services.AddSingleton<PageRoutes>();
        Services.AddSingleton<AddressReader>();
        Services.AddSingleton<PageResolver>();
        Services.AddSingleton<StaticPathReader>();
        Services.AddSingleton<StaticPathSets>();
        Services.AddSingleton(static services => new ReplayHeaders(Options(services).Http.ReplayHeaders));
        Services.AddSingleton<PageEntryMaker>();
        Services.AddSingleton<PageRenderer>();
        Services.AddSingleton(static _ => new BuildIdentity(BuildIdentity.None));
        Services.AddSingleton<KeptPages>();
        Services.AddSingleton<PassingNotKept>();
        Services.AddSingleton<FrontIndex>();
        Services.AddSingleton<RouteProbe>();
        Services.AddSingleton<FrontTier>();
        Services.AddSingleton<PageResponder>();
        Services.AddSingleton<EndpointTier>();
        Services.AddSingleton<MatcherPolicy, PageEndpointSelector>();
        Services.AddSingleton<InvalidationObservers>();
        Services.AddSingleton<IRevalidator, Revalidator>();
        Services.AddSingleton<IAntiforgery, PageAntiforgery>();
        Services.AddScoped<IPageContext, PageContext>();
        Services.TryAddScoped<IComponentActivator, RecordingComponentActivator>();
    }

    private static PerennialOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<PerennialOptions>>().Value;
}
